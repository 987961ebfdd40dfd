// Runs in JupyterLab's page: shows Plotly figures with the project's own copy of Plotly, offline.

const mimeType = 'application/vnd.plotly.v1+json';

/** Address of this script; the file of Plotly is in the same folder. */
const place = (document.currentScript as HTMLScriptElement | null)?.src ?? '';

/** The function of Plotly that shows a figure. */
interface Drawing {
  react(node: HTMLElement, data: unknown, layout: unknown, config: object): Promise<unknown>;
}

/** A widget of JupyterLab's own library, and the part of it that a figure needs. */
type Widget = new () => { readonly node: HTMLElement };

/** A figure as a cell's output holds it. */
interface FigureData {
  readonly data: unknown;
  readonly layout: unknown;
  readonly config?: object;
}

let loading: Promise<Drawing> | undefined;

function loadPlotly(): Promise<Drawing> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('plotly.min.js', place).href;
    script.onload = () => resolve((window as unknown as { readonly Plotly: Drawing }).Plotly);
    script.onerror = () => reject(new Error(`figure: Plotly cannot be loaded from ${script.src}`));
    document.head.append(script);
  });
  return loading;
}

/** The kind of widget that JupyterLab puts into a cell's output, made from its own base class. */
function figureWidget(Base: Widget): Widget {
  return class extends Base {
    async renderModel(model: { readonly data: Readonly<Record<string, FigureData>> }): Promise<void> {
      const { data, layout, config } = model.data[mimeType];
      const Plotly = await loadPlotly();
      const { node } = this;
      node.style.overflow = 'auto';
      // Plotly gets a copy, because it changes its argument and JupyterLab saves the original.
      await Plotly.react(node, structuredClone(data), structuredClone(layout), { ...config, displaylogo: false });
    }
  };
}

type SharedModules = Record<string, Record<string, { get(): Promise<() => { readonly Widget: Widget }> }>>;

let widgets: { readonly Widget: Widget } | undefined;

/** The interface that JupyterLab expects of an extension loaded at run time. */
export const container = {
  async init(shared: SharedModules): Promise<void> {
    const [version] = Object.values(shared['@lumino/widgets']);
    widgets = (await version.get())();
  },
  async get(): Promise<() => unknown> {
    const FigureWidget = figureWidget(widgets!.Widget);
    const rendererFactory = { safe: true, mimeTypes: [mimeType], createRenderer: () => new FigureWidget() };
    return () => ({ id: 'microcanon-figures:plugin', rendererFactory, rank: 0, dataType: 'json' });
  },
};
