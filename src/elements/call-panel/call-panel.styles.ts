import { css } from 'lit';
import { core } from '../internal/core.styles.ts';

const own = css`
  :host {
    container: cp / inline-size;
    block-size: 100%;
  }
  :host(:state(idle)) {
    block-size: auto;
  }
`;

export const styles = [core, own];
