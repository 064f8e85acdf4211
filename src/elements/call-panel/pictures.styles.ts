import { css } from 'lit';

/** Pictures of both sides, and what lies over them. */
export const pictureStyles = css`
  .vid {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: #0d0c0b;
  }
  .back {
    position: absolute;
    inset: 0;
    z-index: -2;
  }
  .v::before,
  .v::after {
    content: '';
    position: absolute;
    inset-inline: 0;
    z-index: -1;
    pointer-events: none;
  }
  .v::before {
    inset-block-start: 0;
    block-size: 124px;
    background: linear-gradient(rgb(8 6 4 / 0.74), rgb(8 6 4 / 0.5) 45%, #0000);
  }
  .v::after {
    inset-block-end: 0;
    block-size: 140px;
    background: linear-gradient(#0000, rgb(8 6 4 / 0.66));
  }
  .v .q {
    color: #fff;
  }
  .v .cb:not(.hang) {
    background: rgb(24 20 16 / 0.66);
    backdrop-filter: blur(14px) saturate(1.3);
    color: #fff;
  }
  .v .cb:not(.cam)[aria-pressed='true'],
  .v .cb[aria-expanded='true'] {
    background: #fff;
    color: #1b1713;
  }
  .v .ib {
    color: #fff;
  }
  .v .k,
  .v .top .cap-t > span {
    color: rgb(255 255 255 / 0.9);
  }
  .over {
    place-content: end center;
  }
  .pip {
    position: absolute;
    inline-size: clamp(92px, 22cqi, 190px);
    aspect-ratio: 4/3;
    border-radius: var(--_r-l);
    overflow: hidden;
    background: #222;
    box-shadow:
      0 0 0 1.5px rgb(255 255 255 / 0.18),
      0 12px 30px -8px rgb(0 0 0 / 0.6);
  }
  .c0 {
    inset-inline-end: calc(var(--_u) * 3.5);
    inset-block-end: calc(var(--_u) * 3.5);
  }
  .c1 {
    inset-inline-start: calc(var(--_u) * 3.5);
    inset-block-end: calc(var(--_u) * 3.5);
  }
  .c2 {
    inset-inline-start: calc(var(--_u) * 3.5);
    inset-block-start: calc(var(--_u) * 1);
  }
  .c3 {
    inset-inline-end: calc(var(--_u) * 3.5);
    inset-block-start: calc(var(--_u) * 1);
  }
  .mirror {
    scale: -1 1;
  }
  .nm {
    position: absolute;
    inset-inline-start: 6px;
    inset-block-end: 6px;
    display: flex;
    align-items: center;
    gap: 4px;
    max-inline-size: calc(100% - 12px);
    padding-block: 2px;
    padding-inline: 7px;
    border-radius: var(--_r-pill);
    background: rgb(20 16 12 / 0.72);
    color: #fff;
    font-size: 11px;
    font-weight: 500;
  }
  .nm .i {
    inline-size: 16px;
    block-size: 16px;
  }
  .glass {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-inline-size: 0;
    min-block-size: 28px;
    padding-inline: 10px;
    border-radius: var(--_r-pill);
    background: rgb(22 18 14 / 0.72);
    color: #fff;
    font-size: var(--_fs-xs);
    font-weight: 500;
  }
  .glass .i {
    inline-size: 16px;
    block-size: 16px;
  }
  .shw {
    grid-row: 3;
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_u) * 2);
    min-block-size: 0;
    margin-inline: calc(var(--_u) * 3);
  }
  .share {
    position: relative;
    min-block-size: 0;
    border-radius: var(--_r-l);
    overflow: hidden;
    background: #0d0c0b;
  }
  .share > .vid {
    position: absolute;
    inset: 0;
    object-fit: contain;
  }
  .share > .glass {
    position: absolute;
    inset-inline-start: calc(var(--_u) * 2.5);
    inset-block-end: calc(var(--_u) * 2.5);
    max-inline-size: calc(100% - 20px);
  }
  .strip {
    position: absolute;
    inset-inline-end: calc(var(--_u) * 2.5);
    inset-block-start: calc(var(--_u) * 2.5);
    display: flex;
    flex-direction: column;
    gap: calc(var(--_u) * 2);
  }
  .strip .pip {
    position: relative;
    inline-size: clamp(76px, 16cqi, 128px);
  }
  .win {
    position: fixed;
    inset: auto;
    inset-inline-end: var(--earshot-inset, 20px);
    inset-block-end: var(--earshot-inset, 20px);
    margin: 0;
    border: 0;
    padding: 0;
    inline-size: min(300px, 100vw - 2 * var(--earshot-inset, 20px));
    block-size: auto;
    min-block-size: 0;
    aspect-ratio: 4/3;
    box-shadow: var(--_e3);
  }
  .win .k > span {
    display: none;
  }
  .win .bar {
    padding-block: calc(var(--_u) * 2);
  }
  .win .pip {
    display: none;
  }
  .win .top {
    padding-block: calc(var(--_u) * 1.5);
  }
  @container cp (inline-size >= 540px) {
    .shw:has(.strip) {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .shw > .strip {
      position: static;
      justify-content: center;
    }
    .shw > .strip .pip {
      inline-size: 116px;
      box-shadow: none;
    }
  }
  :host(:fullscreen) .panel {
    border-radius: 0;
  }
  @media (forced-colors: active) {
    .v .cb[aria-pressed='true'],
    .v .cb:not(.cam)[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
    }
    .pip,
    .share,
    .glass {
      border: 1px solid ButtonBorder;
    }
  }
`;
