// Bare Node before 19 had no Event; importing an element there must still work.
const Base = globalThis.Event ?? (class {} as unknown as typeof Event);

/** What every DOM event of Earshot is: it bubbles and leaves shadow roots. Not cancelable: it tells what has happened. */
export class EarshotEvent extends Base {
  constructor(type: string) {
    super(type, { bubbles: true, composed: true });
  }
}
