import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

const own = css`
  :host {
    container: cl / inline-size;
    block-size: 100%;
    min-block-size: 0;
  }
`;

export const styles = [core, own];
