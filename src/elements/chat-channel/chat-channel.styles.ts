import { css } from 'lit';

/** Frame, list, rows. Everything answers to the element's own width. */
export const styles = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
    container: chat / inline-size;
    --_bubble-own: var(
      --earshot-bubble-own,
      light-dark(color-mix(in oklab, var(--_tint) 20%, var(--_surface)), color-mix(in oklab, var(--_tint) 27%, var(--_surface)))
    );
    --_bubble: var(
      --earshot-bubble,
      light-dark(color-mix(in oklab, var(--_text) 5.5%, var(--_surface)), color-mix(in oklab, var(--_text) 9%, var(--_surface)))
    );
  }
  .ch {
    position: relative;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
    block-size: 100%;
    background: var(--_surface);
    border-radius: var(--_r-xl);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
    overflow: hidden;
  }
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }

  /* the header's lower edge is the line */
  .hd {
    position: relative;
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.75);
    padding-block: calc(var(--_u) * 2.5);
    padding-inline: calc(var(--_u) * 4) calc(var(--_u) * 3);
    min-block-size: calc(60px * var(--_d));
    z-index: 2;
  }
  .hd > .av {
    --s: 38px;
  }
  .hd::after {
    content: '';
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 1px;
    background: var(--_hair);
  }
  .hd.lost::after {
    block-size: 2px;
    background: linear-gradient(90deg, var(--_warning-ink) 38%, #0000 38% 62%, var(--_warning-ink) 62%);
  }
  .hd.conn::after {
    block-size: 2px;
    background:
      linear-gradient(90deg, #0000, var(--_accent-ink), #0000) 50% / 40% 100% no-repeat,
      var(--_hair);
    animation: sweep calc(1400 * var(--_t)) linear infinite;
  }
  @keyframes sweep {
    from {
      background-position:
        -66% 0,
        0 0;
    }
    to {
      background-position:
        166% 0,
        0 0;
    }
  }
  .cap-t {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.28;
    gap: 1px;
  }
  .cap-t > b {
    display: flex;
    gap: 7px;
    align-items: center;
    min-inline-size: 0;
    font-weight: 600;
    font-size: var(--_fs);
  }
  .cap-t > span {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    min-block-size: 1.28em;
  }
  .hd-a {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 0.5);
    flex: none;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    flex: none;
    block-size: 20px;
    padding-inline: 6px 8px;
    border-radius: var(--_r-pill);
    font-size: var(--_fs-xs);
    font-weight: 500;
    background: light-dark(oklch(0.945 0.022 230), oklch(0.32 0.035 235));
    color: light-dark(oklch(0.4 0.07 240), oklch(0.88 0.05 225));
  }
  .tag .i {
    inline-size: 14px;
  }
  .ban {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    padding-block: calc(var(--_u) * 1.75);
    padding-inline: calc(var(--_u) * 4);
    font-size: var(--_fs-s);
    line-height: 1.35;
    background: var(--_warning-soft);
  }
  .ban .i {
    color: var(--_warning-ink);
  }

  /* list */
  .log {
    position: relative;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 0;
  }
  .scroll {
    display: flex;
    flex-direction: column;
    overflow: hidden auto;
    overflow-anchor: none; /* the window anchors by itself */
    overscroll-behavior: contain;
    outline: none;
  }
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
  .day.stick {
    position: absolute;
    z-index: 1;
    inset-block-start: 8px;
    inset-inline: 0;
    inline-size: max-content;
    margin-block: 0;
    margin-inline: auto;
    padding-block: 4px;
    padding-inline: 11px;
    border-radius: var(--_r-pill);
    background: var(--_raised);
    color: var(--_ink-2);
    box-shadow:
      var(--_e1),
      0 0 0 1px var(--_hair);
  }
  .day.stick::before,
  .day.stick::after {
    display: none;
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
  .sys {
    display: flex;
    align-items: center;
    justify-content: center;
    flex-wrap: wrap;
    gap: 2px 7px;
    margin-block: calc(var(--_u) * 1.75);
    color: var(--_ink-2);
    font-size: var(--_fs-s);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .sys > span {
    min-inline-size: 0;
  }
  .sys .i {
    inline-size: 15px;
    block-size: 15px;
    color: var(--_ink-3);
  }
  .sys time {
    color: var(--_ink-3);
    font-size: var(--_fs-xs);
    font-variant-numeric: tabular-nums;
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
  .failed .bub {
    background: var(--_danger-soft);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger-ink) 45%, transparent);
  }
  .row .bub.big {
    font-size: 38px;
    line-height: 1.15;
    background: none;
    padding-block: 2px;
    padding-inline: 0;
  }
  .who {
    --_n: 0;
    --_h: calc(h + var(--_n) * 57);
    font-size: var(--_fs-s);
    font-weight: 600;
    line-height: 1.3;
    margin-block-end: 1px;
    color: light-dark(
      oklch(from var(--_accent) 0.44 clamp(0.05, c, 0.11) var(--_h)),
      oklch(from var(--_accent) 0.83 clamp(0.04, c, 0.085) var(--_h))
    );
  }
  .who[data-n='1'] {
    --_n: 1;
  }
  .who[data-n='2'] {
    --_n: 2;
  }
  .who[data-n='3'] {
    --_n: 3;
  }
  .who[data-n='4'] {
    --_n: 4;
  }
  .who[data-n='5'] {
    --_n: 5;
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
  .all,
  .sub button {
    position: relative;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .all {
    color: var(--_accent-ink);
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
  .tick[data-state='failed'] {
    color: var(--_danger-ink);
  }
  .sub {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    font-size: var(--_fs-xs);
    margin-block: 3px 2px;
    padding-inline: 4px;
    color: var(--_danger-ink);
  }

  /* instead of messages */
  .mid,
  .sks {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  .mid {
    display: grid;
    justify-items: center;
    align-content: center;
    text-align: center;
    gap: calc(var(--_u) * 1.5);
    padding: calc(var(--_u) * 6);
    overflow-y: auto;
    text-wrap: balance;
    background: var(--_surface);
  }
  .mid slot {
    display: contents;
  }
  .mid .glyph {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    border-radius: var(--_r-xl);
    background: var(--_soft);
    color: var(--_accent-ink);
    margin-block-end: calc(var(--_u) * 1.5);
  }
  .mid .glyph.bad {
    background: var(--_danger-soft);
    color: var(--_danger-ink);
  }
  .mid b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .mid p {
    color: var(--_ink-2);
    font-size: var(--_fs-s);
    max-inline-size: 32ch;
  }
  .mid .btn {
    margin-block-start: calc(var(--_u) * 2.5);
  }
  .sks {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: calc(var(--_u) * 2.25);
    padding-block: calc(var(--_u) * 2) 26px;
    padding-inline: calc(var(--_u) * 2.5);
    inline-size: 100%;
    max-inline-size: 800px;
    margin-inline: auto;
  }
  .skr {
    display: flex;
    align-items: flex-end;
    gap: calc(var(--_u) * 2);
    flex: none;
  }
  .sk {
    inline-size: 40%;
    block-size: 40px;
    border-radius: var(--_r-l);
    background: var(--_fill-2);
    animation: breathe calc(1800 * var(--_t)) ease-in-out infinite alternate;
  }
  .sk.dot {
    inline-size: 26px;
    block-size: 26px;
    border-radius: 50%;
    flex: none;
  }
  .skr.own .dot {
    display: none;
  }
  .skr.own .sk {
    margin-inline-start: auto;
  }
  .skr.a .sk:not(.dot) {
    inline-size: 55%;
    block-size: 36px;
  }
  .skr.b .sk:not(.dot) {
    block-size: 64px;
  }
  .skr.c .sk:not(.dot) {
    inline-size: 48%;
  }
  .skr.d .sk:not(.dot) {
    inline-size: 62%;
    block-size: 60px;
  }
  .skr.e .sk:not(.dot) {
    inline-size: 34%;
  }
  .skr.f .sk:not(.dot) {
    inline-size: 56%;
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }

  /* over the list */
  .jump {
    position: absolute;
    inset-block-end: 34px;
    inset-inline-end: 14px;
    z-index: 3;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    block-size: var(--_ctl);
    min-inline-size: var(--_ctl);
    justify-content: center;
    padding-inline: 12px 10px;
    border-radius: var(--_r-pill);
    background: var(--_raised);
    box-shadow:
      var(--_e2),
      0 0 0 1px var(--_hair);
    font-size: var(--_fs-s);
    font-weight: 600;
    color: var(--_accent-ink);
  }
  .jump .i {
    inline-size: 16px;
    block-size: 16px;
  }
  .typ {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 22px;
    padding-inline: calc(var(--_u) * 4.5);
    font-size: var(--_fs-xs);
    color: var(--_ink-2);
    inline-size: 100%;
    max-inline-size: 800px;
    margin-inline: auto;
  }
  .w {
    display: inline-flex;
    gap: 3px;
    align-items: center;
    block-size: 14px;
    color: var(--_accent-ink);
    direction: ltr;
  }
  .w i {
    inline-size: 2.5px;
    block-size: 12px;
    border-radius: 2px;
    background: currentColor;
    animation: talk calc(1100 * var(--_t)) ease-in-out infinite alternate;
  }
  .w :nth-child(2) {
    animation-delay: calc(-280 * var(--_t));
    scale: 1 0.8;
  }
  .w :nth-child(3) {
    animation-delay: calc(-560 * var(--_t));
    scale: 1 0.6;
  }
  .w :nth-child(4) {
    animation-delay: calc(-840 * var(--_t));
    scale: 1 0.4;
  }
  @keyframes talk {
    from {
      scale: 1 0.3;
    }
    to {
      scale: 1 1;
    }
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
    .hd {
      padding-inline-start: calc(var(--_u) * 3);
    }
    .typ {
      padding-inline: calc(var(--_u) * 3);
    }
  }
  @container chat (inline-size < 340px) {
    .tag {
      padding-inline: 4px;
    }
    .tag > span {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  @container chat (inline-size >= 760px) {
    .hd {
      padding-inline: calc(var(--_u) * 5) calc(var(--_u) * 4);
    }
  }
`;
