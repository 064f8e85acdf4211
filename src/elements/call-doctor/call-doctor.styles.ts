import { css } from 'lit';
import { coreButtonStyles } from '../internal/core-button.styles.ts';
import { tokens } from '../internal/tokens.styles.ts';

const own = css`
  :host {
    container: doc / inline-size;
  }
  .doc {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 4);
    padding: calc(var(--_u) * 4);
    border-radius: var(--_r-xl);
    background: var(--_surface);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
  }
  .head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: calc(var(--_u) * 3);
  }
  .glyph {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_r-pill);
    background: var(--_soft);
    color: var(--_accent-ink);
  }
  .title {
    font-weight: 600;
    line-height: 1.25;
    text-wrap: balance;
  }
  .head p {
    margin-block-start: 2px;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    text-wrap: pretty;
  }
  .head [dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  @container doc (inline-size >= 620px) {
    .doc {
      padding: calc(var(--_u) * 5);
    }
  }
  @container doc (inline-size < 460px) {
    .head:not(.slim) {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .head:not(.slim) > .btn {
      grid-column: 1 / -1;
    }
  }
  @container doc (inline-size < 340px) {
    .head.slim {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .head.slim > .btn {
      grid-column: 1 / -1;
    }
  }
  @media (forced-colors: active) {
    .doc,
    .glyph {
      border: 1px solid ButtonBorder;
    }
  }
`;

export const styles = [tokens, coreButtonStyles, own];
