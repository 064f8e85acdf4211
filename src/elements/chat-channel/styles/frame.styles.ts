import { css } from 'lit';

/** The frame: header, skeleton, the line of those who type. Everything answers to the element's own width. */
export const frameStyles = css`
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
  /* instead of messages */
  .sks {
    position: absolute;
    inset: 0;
    overflow: hidden;
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
  .skr.own .dot {
    display: none;
  }
  .skr.own .sk {
    margin-inline-start: auto;
  }
  .skr.a .sk {
    inline-size: 55%;
    block-size: 36px;
  }
  .skr.b .sk {
    block-size: 64px;
  }
  .skr.c .sk {
    inline-size: 48%;
  }
  .skr.d .sk {
    inline-size: 62%;
    block-size: 60px;
  }
  .skr.e .sk {
    inline-size: 34%;
  }
  .skr.f .sk {
    inline-size: 56%;
  }
  .skr .sk.dot {
    inline-size: 26px;
    block-size: 26px;
    border-radius: 50%;
    flex: none;
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
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
  @container chat (inline-size < 420px) {
    .hd {
      padding-inline-start: calc(var(--_u) * 3);
    }
    .typ {
      padding-inline: calc(var(--_u) * 3);
    }
  }
  @container chat (inline-size >= 760px) {
    .hd {
      padding-inline: calc(var(--_u) * 5) calc(var(--_u) * 4);
    }
  }
`;
