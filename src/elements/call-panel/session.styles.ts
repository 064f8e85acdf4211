import { css } from 'lit';
import { coreButtonStyles } from '../internal/core-button.styles.ts';
import { openCapsuleStyles } from '../internal/open-capsule.styles.ts';
import { pictureStyles } from './pictures.styles.ts';
import { sheetStyles } from './sheets.styles.ts';

const own = css`
  .panel {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    block-size: 100%;
    min-block-size: 420px;
    border-radius: var(--_r-xl);
    overflow: hidden;
    isolation: isolate;
    color: var(--_text);
    box-shadow: inset 0 0 0 1px rgb(255 255 255 / 0.06);
  }
  .panel:focus-visible {
    outline-offset: -2px;
  }
  .help {
    margin: auto;
    max-inline-size: 460px;
  }
  .ib {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
  }
  .ib:hover,
  .ib[aria-expanded='true'] {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .ib .i {
    inline-size: 20px;
    block-size: 20px;
  }
  .top {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 1.5);
    min-inline-size: 0;
    padding-block: calc(var(--_u) * 3);
    padding-inline: calc(var(--_u) * 4.5) calc(var(--_u) * 3);
  }
  .top .cap-t {
    flex: 1;
  }
  .top .av {
    --s: 34px;
  }
  .top {
    grid-row: 1;
  }
  .mid {
    grid-row: 3;
  }
  .bar {
    grid-row: 4;
  }
  .lines {
    grid-row: 2;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 1.5);
    padding-inline: calc(var(--_u) * 3);
    max-block-size: 230px;
    overflow: auto;
  }
  /* where lines take the room, the face gives it */
  .lines:not(:empty) ~ .mid .av {
    --s: 76px;
  }
  .lines:not(:empty) ~ .mid :is(.lead + .h, .line) {
    margin-block-start: calc(var(--_u) * 1.5);
  }
  .lines:not(:empty) ~ .mid {
    padding-block: calc(var(--_u) * 2);
  }
  .others {
    display: grid;
    gap: calc(var(--_u) * 1.5);
  }
  .other,
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 2);
    padding: calc(var(--_u) * 1.5) calc(var(--_u) * 2);
    border-radius: var(--_r-l);
    background: color-mix(in oklab, var(--_text) 8%, var(--_surface));
    font-size: var(--_fs-s);
  }
  .other .av {
    --s: 30px;
  }
  .other .cap-t {
    flex: 1 1 90px;
  }
  :is(.other, .note) .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 1.5);
    margin-inline-start: auto;
  }
  .end {
    color: var(--_danger-ink);
  }
  .note {
    padding-inline-start: calc(var(--_u) * 3);
  }
  .note .ic {
    display: inline-flex;
    color: var(--_ink-2);
  }
  .note .tx {
    flex: 1 1 140px;
    padding-block: calc(var(--_u) * 1);
    line-height: 1.35;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .note b {
    font-weight: 600;
  }
  .note.bad .ic,
  .note.rec .ic {
    color: var(--_danger-ink);
  }
  .note.warn .ic {
    color: var(--_warning-ink);
  }
  .note.bad {
    background: color-mix(in oklab, var(--_danger-ink) 17%, var(--_surface));
  }
  .note.rec .ic .i {
    animation: breathe calc(900 * var(--_t)) ease-in-out infinite alternate;
  }
  .mid {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, auto);
    place-items: center;
    place-content: center;
    gap: calc(var(--_u) * 2);
    min-block-size: 0;
    padding: calc(var(--_u) * 4);
    text-align: center;
  }
  .mid .av {
    --s: 112px;
  }
  .h {
    font-size: calc(var(--_fs) * 1.42);
    font-weight: 600;
    letter-spacing: -0.012em;
    line-height: 1.2;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .lead + .h {
    margin-block-start: calc(var(--_u) * 5);
  }
  .mid p,
  .mid .time {
    color: var(--_ink-2);
  }
  .mid p {
    max-inline-size: 32ch;
    font-size: var(--_fs-s);
  }
  .mid .line {
    --lh: 34px;
    inline-size: min(240px, 80cqi);
    flex: none;
    margin-block-start: calc(var(--_u) * 4);
    justify-content: center;
  }
  .mid .acts {
    justify-content: center;
    margin-block-start: calc(var(--_u) * 3);
  }
  .low {
    padding-block-end: 96px;
  }
  .sign {
    color: var(--_line-c);
  }
  .sign .i {
    inline-size: 22px;
    block-size: 22px;
  }
  .low .btn {
    margin-block-start: calc(var(--_u) * 2);
  }
  .parties {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 2);
    inline-size: min(320px, 88cqi);
    margin-block-start: calc(var(--_u) * 3);
    text-align: start;
  }
  .parties li {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
  }
  .parties b {
    flex: 1;
    font-weight: 600;
  }
 .lines ~ .mid .parties .av,
  .parties .av {
    --s: 42px;
  }
  .bar {
    display: flex;
    justify-content: center;
    align-items: flex-start;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2.5);
    padding: calc(var(--_u) * 3);
    padding-block-end: max(calc(var(--_u) * 4.5), env(safe-area-inset-bottom));
  }
  .tools {
    display: contents;
  }
  .k {
    display: grid;
    justify-items: center;
    gap: 5px;
    inline-size: calc(var(--_cap) + 14px);
    font-size: 11px;
    line-height: 1.2;
    color: var(--_ink-2);
    text-align: center;
  }
  .k .i {
    inline-size: 20px;
    block-size: 20px;
  }
  .bar .cb {
    inline-size: calc(var(--_cap) + 4px);
    block-size: calc(var(--_cap) + 4px);
  }
  .bar .cb.hang {
    inline-size: calc(var(--_cap) * 1.4);
  }
  .k:has(.hang) {
    inline-size: calc(var(--_cap) * 1.4);
  }
  .cb.hang .i {
    inline-size: 22px;
    block-size: 22px;
  }
  .cam[aria-pressed='true'] {
    background: var(--_fill-1);
    color: inherit;
  }
  [aria-busy='true'] > * {
    animation: breathe calc(600 * var(--_t)) ease-in-out infinite alternate;
  }
  .rounds {
    gap: clamp(20px, 12cqi, 56px);
  }
  .rounds .k {
    inline-size: auto;
    font-size: var(--_fs-s);
    gap: 8px;
  }
  .rounds .cb,
  .rounds .cb.hang {
    inline-size: 60px;
    block-size: 60px;
  }
  .rest.panel {
    display: block;
    min-block-size: 0;
    block-size: auto;
    border-radius: var(--_r-pill);
    overflow: visible;
  }
  .rbar {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    padding-block: 6px;
    padding-inline: 14px 6px;
    border-radius: var(--_r-pill);
    color: var(--_text);
    box-shadow: var(--_e2);
  }
  .rbar .time {
    font-weight: 600;
    font-size: var(--_fs-s);
  }
  .rbar b {
    flex: 1;
    font-weight: 400;
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .rbar .line {
    flex: 0 1 120px;
  }
  @container cp (inline-size < 460px) {
    .bar {
      gap: calc(var(--_u) * 1.25);
    }
    .bar:not(.rounds) .k > span {
      display: none;
    }
    .bar:not(.rounds) .k {
      inline-size: auto;
    }
    .k.opt {
      display: none;
    }
  }
  @container cp (inline-size < 330px) {
    .bar:not(.rounds) .cb {
      inline-size: 44px;
      block-size: 44px;
    }
    .bar:not(.rounds) .cb.hang,
    .bar:not(.rounds) .k:has(.hang) {
      inline-size: 50px;
    }
    .top {
      padding-inline-start: calc(var(--_u) * 3);
    }
  }
  @media (pointer: coarse) {
    .ib::after {
      content: '';
      position: absolute;
      inset-block: calc(50% - 22px);
      inset-inline: calc(50% - 22px);
    }
  }
  @media (forced-colors: active) {
    .panel,
    .other,
    .note,
    .ib {
      border: 1px solid ButtonBorder;
    }
    .cam[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
    }
  }
`;

export const sessionStyles = [coreButtonStyles, ...openCapsuleStyles, own, pictureStyles, sheetStyles];
