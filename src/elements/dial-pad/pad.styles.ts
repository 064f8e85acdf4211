import { css } from 'lit';
import { buttonStyles } from '../internal/button.styles.ts';
import { richTokens } from '../internal/tokens.styles.ts';

const own = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 3);
    padding: calc(var(--_u) * 4);
    border-radius: var(--_r-xl);
    background: var(--_surface);
    box-shadow:
      var(--_e1),
      inset 0 0 0 1px var(--_hair);
  }
  /* inside of a call's own surface it takes that one's colours */
  :host([slot='keypad']) .card {
    padding: 0;
    background: none;
    box-shadow: none;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 44px;
  }
  .top > span {
    flex: none;
    inline-size: var(--_ctl);
  }
  .num {
    flex: 1;
    min-inline-size: 0;
    inline-size: 100%;
    min-block-size: 44px;
    border: 0;
    padding: 0;
    background: none;
    border-radius: var(--_r-s);
    outline-offset: -2px;
    font-size: clamp(16px, 6.5cqi, calc(var(--_fs) * 1.42));
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.01em;
    text-align: center;
    direction: ltr;
    unicode-bidi: isolate;
  }
  output.num {
    display: block;
    line-height: 44px;
    overflow: hidden;
    white-space: nowrap;
    /* the latest tone stays in sight */
    direction: rtl;
    unicode-bidi: plaintext;
  }
  .num::placeholder {
    color: var(--_ink-3);
    opacity: 1;
    font-size: max(16px, var(--_fs));
    font-weight: 400;
    letter-spacing: 0;
  }
  .ib {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
  }
  .ib:hover {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .flip:dir(rtl) {
    scale: -1 1;
  }
  .keys {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: calc(var(--_u) * 1.5);
    direction: ltr;
  }
  .key {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 3px;
    block-size: calc(54px * var(--_d));
    min-block-size: 44px;
    border-radius: var(--_r-m);
    background: var(--_fill-1);
    line-height: 1;
    text-align: center;
    user-select: none;
    -webkit-touch-callout: none;
    transition:
      background-color var(--_fast),
      scale var(--_fast) var(--_out);
  }
  .key b {
    font-size: 21px;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .key small {
    min-block-size: 9px;
    padding-inline-start: 0.13em;
    font-size: 9.5px;
    font-weight: 600;
    letter-spacing: 0.13em;
    color: var(--_ink-2);
  }
  .key:hover {
    background: var(--_fill-2);
  }
  .key:is(:active, .dn) {
    scale: 0.96;
    background: var(--_fill-3);
  }
  .key:is(:active, .dn) small {
    color: var(--_ink);
  }
  .state,
  .notice {
    font-size: var(--_fs-s);
    text-align: center;
    text-wrap: balance;
    color: var(--_ink-2);
  }
  .notice b {
    display: block;
    color: var(--_danger-ink);
    font-weight: 600;
  }
  .lg {
    inline-size: 100%;
    min-block-size: calc(48px * var(--_d));
    font-size: var(--_fs);
  }
  @media (pointer: coarse) {
    .lg {
      min-block-size: 48px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .key:is(:active, .dn) {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .card,
    .key,
    .ib,
    input.num {
      border: 1px solid ButtonBorder;
    }
    .key.dn {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;

export const padStyles = [richTokens, buttonStyles, own].flat();
