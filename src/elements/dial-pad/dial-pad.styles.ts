import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

/** Room for the pad while it loads, so that nothing jumps. */
const own = css`
  :host {
    container: pad / inline-size;
    max-inline-size: 300px;
    min-block-size: calc(400px * var(--_d));
  }
  :host(:state(tones)) {
    min-block-size: 0;
  }
`;

export const styles = [core, own];
