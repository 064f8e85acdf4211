import { css } from 'lit';

/** Files, the tray, the viewer, and targets for fingers. */
export const fileStyles = css`
  /* files */
  .ph {
    position: relative;
    overflow: hidden;
    inline-size: fit-content;
    max-inline-size: calc(100% + var(--_u) * 4);
    margin-block: calc(var(--_u) * -0.75);
    margin-inline: calc(var(--_u) * -2);
    border-radius: calc(var(--_r-l) - 4px);
    background: var(--_fill-2);
  }
  .who + .ph {
    margin-block-start: calc(var(--_u) * 1);
  }
  .ph .open {
    display: block;
  }
  .ph .open:focus-visible {
    outline-offset: -3px;
  }
  .im {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    object-fit: cover;
  }
  .im.up {
    filter: blur(6px) saturate(0.8);
    scale: 1.06;
  }
  .ov {
    position: absolute;
    inset-inline-end: 6px;
    inset-block-end: 6px;
    display: inline-flex;
    align-items: center;
    min-block-size: 20px;
    padding-inline: 7px;
    border-radius: var(--_r-pill);
    background: rgb(20 16 12 / 0.68);
    pointer-events: none;
  }
  .row .ov .meta,
  .row .ov .tick {
    color: #fff;
  }
  .prog {
    display: grid;
    place-items: center;
    position: absolute;
    inset: 0;
    margin: auto;
    inline-size: 48px;
    block-size: 48px;
    border-radius: 50%;
    background: rgb(20 16 12 / 0.68);
    color: #fff;
  }
  .pz {
    display: grid;
    flex: none;
    place-items: center;
    position: relative;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
  }
  .pz:hover {
    background: var(--_fill-2);
  }
  .ph > .pz {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    background: rgb(20 16 12 / 0.68);
    color: #fff;
  }
  .rg {
    position: absolute;
    inset: 3px;
    inline-size: calc(100% - 6px);
    block-size: calc(100% - 6px);
    fill: none;
    stroke: currentColor;
    stroke-width: 2.4;
    stroke-linecap: round;
    rotate: -90deg;
  }
  .tr {
    opacity: 0.25;
  }
  .fi {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.75);
    min-inline-size: min(230px, 100%);
    padding-block: 2px;
    color: inherit;
    text-decoration: none;
  }
  .fi .cap-t > b {
    font-size: var(--_fs-s);
    display: block;
  }
  .fi .cap-t > span {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 14px;
    font-size: var(--_fs-xs);
    overflow-wrap: break-word;
  }
  .tile {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 42px;
    block-size: 42px;
    border-radius: var(--_r-m);
    background: var(--_fill-2);
    color: var(--_ink);
    font-size: 10.5px;
    font-weight: 700;
    letter-spacing: 0.03em;
  }
  .own .tile {
    background: var(--_fill-accent);
    color: var(--_on-accent);
  }
  .tile .prog {
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    background: none;
    color: inherit;
  }
  .tray {
    display: flex;
    gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 2.5) 0;
    padding-inline: calc(var(--_u) * 3);
    overflow: auto hidden;
    scrollbar-width: thin;
  }
  .th {
    position: relative;
    flex: none;
    inline-size: 64px;
    block-size: 64px;
    border-radius: var(--_r-m);
    background: var(--_fill-2);
    overflow: hidden;
  }
  .th .im {
    inline-size: 100%;
    block-size: 100%;
  }
  .th.doc {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: auto;
    max-inline-size: 250px;
    padding-block: 8px;
    padding-inline: 10px 34px;
    background: var(--_fill-1);
  }
  .th .cap-t > b {
    display: block;
    font-size: var(--_fs-xs);
  }
  .th .cap-t > span {
    font-size: var(--_fs-xs);
  }
  .th.bad {
    background: var(--_danger-soft);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger-ink) 45%, transparent);
  }
  .th.bad :is(.i, .cap-t > span) {
    color: var(--_danger-ink);
  }
  .x {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: rgb(20 16 12 / 0.72);
    color: #fff;
  }
  .x .i,
  .th.bad .x .i {
    inline-size: 14px;
    color: #fff;
  }
  .x:focus-visible {
    outline-offset: -3px;
    outline-color: #fff;
  }
  .viewer {
    border: 0;
    padding: 0;
    margin: auto;
    background: none;
    max-inline-size: 96vw;
    max-block-size: 96dvh;
    color: var(--_text);
    overflow: visible;
  }
  .viewer::backdrop {
    background: rgb(10 8 6 / 0.82);
  }
  .viewer > img {
    display: block;
    max-inline-size: 96vw;
    max-block-size: calc(96dvh - 64px);
    border-radius: var(--_r-m);
    margin-inline: auto;
  }
  .viewer-b {
    display: flex;
    justify-content: center;
    gap: calc(var(--_u) * 2);
    padding-block-start: calc(var(--_u) * 3);
  }
  .viewer .btn {
    background: var(--_surface);
    color: var(--_text);
    text-decoration: none;
  }
  @media (pointer: coarse) {
    .sub {
      min-block-size: 44px;
    }
    .sub button::after,
    .all::after,
    .pz::after,
    .tile .prog::after {
      content: '';
      position: absolute;
      inset-block: calc(50% - 22px);
      inset-inline: -8px;
    }
  }
  @media (pointer: coarse) {
    .x::after {
      content: '';
      position: absolute;
      inset: -10px;
    }
  }
`;
