import { css } from 'lit';

/** The list and its rows of text. */
export const rowStyles = css`
  .lst {
    position: relative;
    inline-size: 100%;
    max-inline-size: 800px;
    margin-block-start: auto;
    margin-inline: auto;
    padding-block: calc(var(--_u) * 3) calc(var(--_u) * 2);
    padding-inline: calc(var(--_u) * 4);
    flex: none;
  }
  .item {
    touch-action: pan-y;
    display: flow-root;
  }
  .item.parked {
    position: absolute;
    inset-block-start: 0;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .item:focus-visible {
    outline: none;
  }
  .item:focus-visible > .row {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
    border-radius: var(--_r-m);
  }
  .day {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: calc(var(--_u) * 3) calc(var(--_u) * 2.5);
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-3);
    white-space: nowrap;
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: var(--_hair);
  }
  .new {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block: calc(var(--_u) * 3) calc(var(--_u) * 2);
    color: var(--_accent-ink);
    font-size: var(--_fs-xs);
    font-weight: 600;
    white-space: nowrap;
  }
  .new::after {
    content: '';
    flex: 1;
    block-size: 2px;
    background: repeating-linear-gradient(90deg, currentColor 0 2px, #0000 2px 5px);
    opacity: 0.7;
  }
  /* rows */
  .row:not(.sys) {
    position: relative;
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr);
    gap: calc(var(--_u) * 2);
    padding-block: 1px;
    align-items: end;
  }
  .row.g0:not(.sys) {
    margin-block-start: calc(var(--_u) * 2.25);
  }
  .row.solo {
    grid-template-columns: minmax(0, 1fr);
  }
  .row > .av {
    --s: 32px;
  }
  .stk {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-inline-size: 0;
  }
  .own > .stk {
    align-items: flex-end;
  }
  .bwrap {
    display: flex;
    flex-direction: column;
    align-items: inherit;
    max-inline-size: min(86%, 560px);
    min-inline-size: 0;
  }
  .bub {
    position: relative;
    max-inline-size: 100%;
    min-inline-size: 0;
    padding-block: calc(var(--_u) * 1.75);
    padding-inline: calc(var(--_u) * 3);
    border-radius: var(--_r-l);
    background: var(--_bubble);
    overflow-wrap: anywhere;
    line-height: 1.42;
  }
  .own .bub {
    background: var(--_bubble-own);
    border-end-end-radius: var(--_r-s);
  }
  .own:not(.g0) .bub {
    border-start-end-radius: var(--_r-s);
  }
  .row:not(.own) .bub {
    border-end-start-radius: var(--_r-s);
  }
  .row:not(.own, .g0) .bub {
    border-start-start-radius: var(--_r-s);
  }
  .row .bub.big {
    font-size: 38px;
    line-height: 1.15;
    background: none;
    padding-block: 2px;
    padding-inline: 0;
  }
  .who {
    --_h: calc(h + var(--_n, 0) * 57);
    font-size: var(--_fs-s);
    font-weight: 600;
    line-height: 1.3;
    margin-block-end: 1px;
    color: light-dark(
      oklch(from var(--_accent) 0.44 clamp(0.05, c, 0.11) var(--_h)),
      oklch(from var(--_accent) 0.83 clamp(0.04, c, 0.085) var(--_h))
    );
  }
  .txt {
    position: relative;
    min-inline-size: 0;
  }
  /* isolated: marks that turn the direction end with the text, and never reach the time */
  .body {
    white-space: pre-wrap;
    unicode-bidi: isolate;
  }
  .body a {
    color: var(--_accent-ink);
    text-decoration-thickness: 1px;
    text-underline-offset: 2px;
    unicode-bidi: isolate;
  }
  .ms,
  .meta {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    font-size: 11px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    user-select: none;
  }
  .ms {
    visibility: hidden;
    margin-inline-start: 9px;
    block-size: 1px;
    overflow: hidden;
  }
  .meta {
    color: var(--_ink-3);
  }
  .own .meta {
    color: var(--_ink-2);
  }
  .txt > .meta {
    position: absolute;
    inset-inline-end: 0;
    inset-block-end: -2px;
  }
  .tick {
    inline-size: 15px;
    block-size: 15px;
  }
  .tick .i {
    inline-size: 15px;
    block-size: 15px;
    stroke-width: 1.6;
  }
  .tick[data-state='read'] {
    color: var(--_accent-ink);
  }
  .tick[data-state='read'] .i {
    stroke-width: 2.3;
  }
  @container chat (inline-size < 420px) {
    .lst {
      padding-inline: calc(var(--_u) * 2.5);
    }
    .row:not(.solo, .sys) {
      grid-template-columns: 26px minmax(0, 1fr);
      gap: 6px;
    }
    .row > .av {
      --s: 26px;
    }
    .bwrap {
      max-inline-size: 92%;
    }
  }
`;
