import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Content } from '../cell/index.js';

export type { Content };

/** Content of a kernel's connection file. */
export interface ConnectionInfo {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** One message of the Jupyter protocol, without its routing and signature. */
export interface Message {
  readonly identities: Buffer[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly metadata: Record<string, unknown>;
  readonly content: Content;
}

/** Version of the Jupyter protocol that kernel and client implement. */
export const protocolVersion = '5.4';

const delimiter = Buffer.from('<IDS|MSG>');

/** A fresh header of the given type. */
export function header(type: string, session: string): Header {
  return {
    msg_id: randomUUID(),
    session,
    username: 'microcanon',
    date: new Date().toISOString(),
    msg_type: type,
    version: protocolVersion,
  };
}

/** A lone half of a surrogate pair, as JSON escapes it. UTF-8 cannot encode it, so that a notebook with it could not be saved. */
const loneSurrogate = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

function encoded(part: unknown): Buffer {
  const json = JSON.stringify(part);
  return Buffer.from(json.includes('\\ud') ? json.replace(loneSurrogate, '$1\ufffd') : json);
}

/** Signs, packs and checks messages with the key of a connection file. An empty key means unsigned messages. */
export interface Wire {
  pack(message: Message): Buffer[];
  /** @throws Error when a frame is missing, is not JSON or the signature is wrong */
  unpack(frames: readonly Buffer[]): Message;
}

/** @throws RangeError for a signature scheme other than hmac-… */
export function wire(key: string, scheme = 'hmac-sha256'): Wire {
  const [family, algorithm] = scheme.split('-');
  if (family !== 'hmac' || !algorithm) {
    throw new RangeError(`wire: signature scheme expects 'hmac-<hash>', got '${scheme}'; use 'hmac-sha256'`);
  }
  const sign = (parts: readonly Buffer[]): string => {
    if (key === '') return '';
    const hash = createHmac(algorithm, key);
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  };

  return {
    pack({ identities, header, parent, metadata, content }) {
      const parts = [header, parent, metadata, content].map(encoded);
      return [...identities, delimiter, Buffer.from(sign(parts)), ...parts];
    },
    unpack(frames) {
      const start = frames.findIndex((frame) => delimiter.equals(frame));
      if (start < 0)
        throw new Error(
          'wire: the message has no delimiter <IDS|MSG>; check that kernel and client speak the same protocol',
        );
      const parts = frames.slice(start + 2, start + 6);
      if (parts.length < 4)
        throw new Error(
          `wire: the message has ${parts.length} of 4 parts; check that kernel and client speak the same protocol`,
        );
      const expected = Buffer.from(sign(frames.slice(start + 2)));
      const given = Buffer.from(frames[start + 1]);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new Error(
          'wire: the signature of the message is wrong; check that kernel and client use the same connection file',
        );
      }
      const [head, parent, metadata, content] = parts.map((part) => JSON.parse(Buffer.from(part).toString('utf8')));
      const hasHeader = typeof head?.msg_type === 'string' && typeof head.msg_id === 'string';
      if (!hasHeader || typeof content !== 'object' || content === null) {
        throw new Error(
          'wire: the message lacks a header with msg_id and msg_type, or an object as content; send the parts that the protocol asks for',
        );
      }
      return { identities: frames.slice(0, start) as Buffer[], header: head, parent, metadata, content };
    },
  };
}
