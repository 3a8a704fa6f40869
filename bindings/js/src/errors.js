// What can go wrong, as errors that a program can act on.

/**
 * The base of all errors of scalptone. `code` is a stable word, `status` its number, `reason` and `fix` are for people, and `flag` is
 * the quality flag behind it, or null.
 */
export class ScalptoneError extends Error {
  constructor(message, code = "argument", status = 10, flag = null) {
    super(message);
    const at = message.indexOf("; ");
    this.code = code;
    this.status = status;
    this.flag = flag;
    this.reason = at < 0 ? message : message.slice(0, at);
    this.fix = at < 0 ? "" : message.slice(at + 2);
  }
  get name() {
    return this.constructor.kind;
  }
  static kind = "ScalptoneError";
}

// The names are written down, since a bundler may shorten those of classes.
export class UseError extends ScalptoneError {
  static kind = "UseError";
}
export class PhotoError extends ScalptoneError {
  static kind = "PhotoError";
}
export class PaletteError extends ScalptoneError {
  static kind = "PaletteError";
}
export class PassphraseError extends PaletteError {
  static kind = "PassphraseError";
}
export class ChartError extends ScalptoneError {
  static kind = "ChartError";
}
export class NothingError extends ScalptoneError {
  static kind = "NothingError";
}
export class NotSure extends ScalptoneError {
  static kind = "NotSure";
}
export class OutOfMemory extends ScalptoneError {
  static kind = "OutOfMemory";
}
export class Cancelled extends ScalptoneError {
  static kind = "Cancelled";
}
export class InternalError extends ScalptoneError {
  static kind = "InternalError";
}

// By status, and by its tens.
const KINDS = { 1: UseError, 2: PhotoError, 3: PaletteError, 4: ChartError, 5: NothingError, 31: PassphraseError, 80: OutOfMemory, 82: Cancelled };
const BY_NAME = { UseError, PhotoError, PaletteError, PassphraseError, ChartError, NothingError, NotSure, OutOfMemory, Cancelled, InternalError };

/** The error that belongs to a status. */
export function errorOf(status, code, message) {
  const Kind = KINDS[status] ?? KINDS[Math.trunc(status / 10)] ?? InternalError;
  return new Kind(message || code, code, status);
}

/** An error as a message between threads carries it, and back. */
export function packError(error) {
  if (!(error instanceof ScalptoneError)) return { name: error?.name ?? "Error", message: String(error?.message ?? error) };
  return { name: error.name, message: error.message, code: error.code, status: error.status, flag: error.flag };
}
export function unpackError(packed) {
  const Kind = BY_NAME[packed.name];
  if (Kind) return new Kind(packed.message, packed.code, packed.status, packed.flag);
  const error = new Error(packed.message);
  error.name = packed.name;
  return error;
}
