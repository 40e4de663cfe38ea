/**
 * The few error kinds of the product, in the words of the domain. The web turns them into pages, the API into JSON,
 * jobs into "try again" ({@link Unavailable}) or "stop at once" (all others). Messages are locale keys, never prose:
 * the edge that shows them translates.
 */
export interface FieldError {
  /** Name of the form field or list column. */
  field: string;
  /** Locale key of the message. */
  message: string;
  /** Values for the placeholders of the message. */
  values?: Record<string, string | number>;
}

export abstract class OfficeError extends Error {
  abstract readonly kind: string;
  abstract readonly status: number;
  /** Values for the placeholders of the message key. */
  readonly values: Record<string, string | number>;

  constructor(messageKey: string, values: Record<string, string | number> = {}) {
    super(messageKey);
    this.name = new.target.name;
    this.values = values;
  }
}

/** What was typed or sent cannot be taken; every field is named. Shown beside the fields at 422. */
export class InvalidInput extends OfficeError {
  readonly kind = 'invalid-input';
  readonly status = 422;
  readonly fields: FieldError[];

  constructor(fields: FieldError[], messageKey = 'errors.invalid-input') {
    super(messageKey);
    this.fields = fields;
  }
}

/** There is no such record, or not for this person. */
export class NotFound extends OfficeError {
  readonly kind = 'not-found';
  readonly status = 404;
}

/** Signed in, but the roles held do not allow it. */
export class NotAllowed extends OfficeError {
  readonly kind = 'not-allowed';
  readonly status = 403;
}

/** Somebody else changed it first, or it is already done. */
export class Conflict extends OfficeError {
  readonly kind = 'conflict';
  readonly status = 409;
}

/** A rule of the office forbids it. */
export class RuleBroken extends OfficeError {
  readonly kind = 'rule-broken';
  readonly status = 422;
}

/** A server behind us does not answer; trying again later may work. */
export class Unavailable extends OfficeError {
  readonly kind = 'unavailable';
  readonly status = 503;
}
