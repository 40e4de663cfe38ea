import { OfficeError } from '../errors.ts';

/** The request itself is malformed or tampered with; no form of ours sends it. */
export class BadRequest extends OfficeError {
  readonly kind = 'bad-request';
  readonly status = 400;
}

/** More than we are willing to read. */
export class TooLarge extends OfficeError {
  readonly kind = 'too-large';
  readonly status = 413;
}

/** A body of a kind that no form of ours sends. */
export class WrongType extends OfficeError {
  readonly kind = 'wrong-type';
  readonly status = 415;
}

/** Nobody is signed in (any more). */
export class SignInNeeded extends OfficeError {
  readonly kind = 'sign-in-needed';
  readonly status = 401;
}
