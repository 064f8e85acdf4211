import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

const own = css`
  :host {
    display: inline-flex;
    align-items: center;
    font-size: var(--_fs-s);
    line-height: 1.3;
    vertical-align: middle;
  }
`;

export const styles = [core, own];
