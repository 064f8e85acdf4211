import { css } from 'lit';
import { helpStyles } from '../internal/help.styles.ts';

const own = css`
  .title:focus-visible {
    outline-offset: 3px;
    border-radius: 2px;
  }
  .spin {
    background: none;
    position: relative;
  }
  .spin::before {
    content: '';
    inline-size: 26px;
    block-size: 26px;
    border-radius: 50%;
    border: 2.5px solid var(--_fill-2);
    border-block-start-color: var(--_accent-ink);
    animation: turn calc(1100 * var(--_t)) linear infinite;
  }

  /* the chain is the line: the shape of a mark says how its check stands */
  .chain {
    display: flex;
    align-items: center;
    gap: 4px;
    block-size: 16px;
  }
  .chain i {
    flex: 1;
    block-size: 3px;
    border-radius: 2px;
    background: var(--_fill-3);
    transition: block-size var(--_mid) var(--_out);
  }
  .chain [data-s='running'] {
    block-size: 16px;
    background: var(--_accent-ink);
    animation: breathe calc(700 * var(--_t)) ease-in-out infinite alternate;
  }
  .chain [data-s='passed'] {
    block-size: 8px;
    background: var(--_positive-ink);
  }
  .chain [data-s='warned'] {
    block-size: 8px;
    background: repeating-linear-gradient(90deg, var(--_warning-ink) 0 3px, #0000 3px 5px);
  }
  .chain [data-s='failed'] {
    block-size: 16px;
    background: none;
    box-shadow: inset 0 0 0 2px var(--_danger-ink);
  }

  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 2.5);
  }
  .ck {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr) auto;
    align-content: start;
    column-gap: calc(var(--_u) * 2.5);
    font-size: var(--_fs-s);
  }
  .ck[data-s='waiting'] {
    color: var(--_ink-3);
  }
  .st {
    display: grid;
    place-items: center;
    inline-size: 22px;
    block-size: 22px;
    border-radius: var(--_r-pill);
    color: var(--_ink-3);
  }
  .st .i {
    inline-size: 15px;
    block-size: 15px;
    stroke-width: 2;
  }
  .ck-n {
    font-weight: 500;
    line-height: 22px;
  }
  .ck-s {
    font-size: var(--_fs-xs);
    line-height: 22px;
    color: var(--_ink-3);
  }
  .ck-f {
    grid-column: 2 / -1;
    color: var(--_ink-2);
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .ck[data-s='running'] .st {
    color: var(--_accent-ink);
  }
  .ck[data-s='running'] .st .i {
    animation: turn calc(1100 * var(--_t)) linear infinite;
  }
  .ck[data-s='running'] .ck-s {
    color: var(--_accent-ink);
  }
  .ck[data-s='passed'] .st {
    background: var(--_positive-soft);
    color: var(--_positive-ink);
  }
  .ck[data-s='warned'] .st {
    background: var(--_warning-soft);
  }
  .ck[data-s='warned'] :is(.st, .ck-s) {
    color: var(--_warning-ink);
  }
  .ck[data-s='failed'] .st {
    background: var(--_danger-soft);
  }
  .ck[data-s='failed'] :is(.st, .ck-s) {
    color: var(--_danger-ink);
  }
  .ck:is([data-s='warned'], [data-s='failed']) .ck-s {
    font-weight: 600;
  }
  .fig {
    display: flex;
    flex-wrap: wrap;
    gap: 2px calc(var(--_u) * 3);
    margin: 0;
    font-size: var(--_fs-xs);
  }
  .fig div {
    display: flex;
    gap: 5px;
  }
  dd {
    margin: 0;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .fig dt {
    color: var(--_ink-3);
  }
  .meter {
    --v: 0;
    position: relative;
    align-self: center;
    block-size: 6px;
    margin-block: 7px;
    border-radius: 2px;
    overflow: hidden;
    background: repeating-linear-gradient(90deg, var(--_fill-2) 0 4px, #0000 4px 6px);
  }
  .meter::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: round(down, 100% * var(--v), 6px);
    background: repeating-linear-gradient(90deg, var(--_positive-ink) 0 4px, #0000 4px 6px);
  }
  .meter:dir(rtl),
  .meter:dir(rtl)::before {
    background-position: 100% 0;
  }

  .step {
    font-size: var(--_fs-s);
  }
  .step .i {
    display: inline-block;
    vertical-align: -3px;
    inline-size: 15px;
    block-size: 15px;
  }
  .owner {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .owner b {
    font-weight: 600;
  }
  :is(.step, .steps, .owner) [dir='auto'],
  .owner[dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .sum {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
    margin: 0;
  }
  .sum div {
    display: grid;
    align-content: space-between;
    flex: 1 1 84px;
    padding-block: calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 3);
    border-radius: var(--_r-m);
    background: var(--_fill-1);
  }
  .sum dt {
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
  }
  .sum dd {
    font-weight: 600;
  }
  .acts .i {
    inline-size: 16px;
    block-size: 16px;
  }
  details {
    border-block-start: 1px solid var(--_hair);
    margin-block-end: calc(var(--_u) * -2);
  }
  summary {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: var(--_ctl);
    margin-block-start: calc(var(--_u) * 1);
    border-radius: var(--_r-s);
    font-size: var(--_fs-s);
    font-weight: 600;
    color: var(--_accent-ink);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    inline-size: 6px;
    block-size: 6px;
    margin-inline: 3px 5px;
    border-block-end: 1.75px solid currentColor;
    border-inline-end: 1.75px solid currentColor;
    rotate: -45deg;
    transition: rotate var(--_fast);
  }
  summary:dir(rtl)::before {
    rotate: 45deg;
  }
  details[open] > summary::before {
    rotate: 45deg;
    translate: 0 -2px;
  }
  details > .list,
  details > .owner {
    margin-block: calc(var(--_u) * 1) calc(var(--_u) * 3);
  }

  @container doc (inline-size >= 620px) {
    /* this device, then the way to the server; each check keeps its place */
    .list {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      grid-auto-flow: column;
      column-gap: calc(var(--_u) * 8);
    }
    .ck {
      grid-column: 1;
    }
    .ck:nth-child(n + 7) {
      grid-column: 2;
    }
  }
  @container doc (inline-size < 380px) {
    .acts .btn {
      flex: 1 1 auto;
    }
    .acts .btn:first-child {
      flex-basis: 100%;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
  @media (forced-colors: active) {
    .spin {
      border: 0;
    }
    .spin::before {
      forced-color-adjust: none;
      border-color: GrayText;
      border-block-start-color: Highlight;
    }
    .st,
    .sum div {
      border: 1px solid CanvasText;
    }
    .chain i {
      forced-color-adjust: none;
      background: GrayText;
    }
    .chain :is([data-s='passed'], [data-s='running']) {
      background: CanvasText;
    }
    .chain [data-s='warned'] {
      background: repeating-linear-gradient(90deg, CanvasText 0 3px, Canvas 3px 5px);
    }
    .chain [data-s='failed'] {
      background: none;
      box-shadow: inset 0 0 0 2px CanvasText;
    }
    .meter {
      forced-color-adjust: none;
      background: repeating-linear-gradient(90deg, GrayText 0 4px, Canvas 4px 6px);
    }
    .meter::before {
      background: repeating-linear-gradient(90deg, CanvasText 0 4px, Canvas 4px 6px);
    }
  }
`;

/** What the element needs beyond its card at rest. */
export const examStyles = [helpStyles, own];
