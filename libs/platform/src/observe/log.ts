import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

import { briefError } from '../queue/brief-error.js';
import { frames, logFields } from './log-fields.js';

/** Who gets up: `error` a person now, `warn` a person by day, `info` nobody. `debug` is for the one who looks for a fault. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, unknown>>;

/**
 * JSON lines: a message in our own words, and fields that pass through `logFields`. Values belong into fields, never
 * into the message.
 */
export class Log {
  constructor(private readonly out: Logger) {}

  debug(message: string, fields: Fields = {}): void {
    if (this.out.isLevelEnabled('debug')) this.out.debug(logFields(fields), message);
  }

  info(message: string, fields: Fields = {}): void {
    if (this.out.isLevelEnabled('info')) this.out.info(logFields(fields), message);
  }

  warn(message: string, fields: Fields = {}): void {
    if (this.out.isLevelEnabled('warn')) this.out.warn(logFields(fields), message);
  }

  error(message: string, fields: Fields = {}): void {
    if (this.out.isLevelEnabled('error')) this.out.error(logFields(fields), message);
  }

  /** A log that adds `fields` to every line. */
  with(fields: Fields): Log {
    return new Log(this.out.child(logFields(fields)));
  }
}

/** @param options.destination standard output, unless told. A line is written before the call returns. */
export function createLog(options: {
  readonly name: string;
  readonly level?: LogLevel;
  readonly destination?: DestinationStream;
}): Log {
  const settings = {
    base: { app: options.name },
    level: options.level ?? 'info',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Whatever calls itself an error has been made brief before; nothing may be unfolded again.
    serializers: { err: (value: unknown) => value },
  };
  return new Log(options.destination === undefined ? pino(settings) : pino(settings, options.destination));
}

/** Lets Nest speak through our log. It hands over exceptions whole; here they become brief. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.to.info(words(message), { ...context(rest), ...thing(message) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.to.warn(words(message), { ...context(rest), ...thing(message) });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.to.debug(words(message), { ...context(rest), ...thing(message) });
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }

  /** Nest calls `error(exception)`, `error(message, stack, context)` or `error(message, context)`. */
  error(message: unknown, ...rest: unknown[]): void {
    const stack = rest.find((part) => typeof part === 'string' && part.includes('\n'));
    const at = typeof stack === 'string' ? { at: frames(stack) } : {};
    // A text at this level is most likely the message of an exception, and may quote a value.
    const what = typeof message === 'string' ? { error: briefError(new Error(message)) } : thing(message);
    this.to.error('exception', { ...context(rest.filter((part) => part !== stack)), ...what, ...at });
  }
}

function words(message: unknown): string {
  return typeof message === 'string' ? message : 'Nest';
}

function thing(message: unknown): Fields {
  if (typeof message === 'string') return {};
  return message instanceof Error ? { err: message } : { said: message };
}

function context(rest: readonly unknown[]): Fields {
  const last = rest.at(-1);
  return typeof last === 'string' ? { context: last } : {};
}
