export { startKernel } from './client';
export type { Execution, ExecuteOptions, KernelClient, KernelOptions, MimeData, NbOutput } from './client';
export { kernelName, kernelSpec, writeKernelSpec } from './kernel-spec';
export type { KernelSpec } from './kernel-spec';
export { bundleOf, display } from './display';
export type { DisplayProtocol } from './display';
