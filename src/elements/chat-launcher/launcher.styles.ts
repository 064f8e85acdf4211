import { css } from 'lit';
import { avatarStyles } from '../internal/avatar.styles.ts';
import { richTokens } from '../internal/tokens.styles.ts';

const own = css`
  .fab {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 58px;
    block-size: 58px;
    border-radius: min(50%, calc(var(--_r) * 1.45));
    background: var(--_fill-accent);
    color: var(--_on-accent);
    box-shadow:
      var(--_e3),
      inset 0 0 0 1px var(--_fill-edge);
    transition: scale var(--_mid) var(--_out);
  }
  .fab:hover {
    scale: 1.04;
  }
  .fab .i {
    inline-size: 22px;
    block-size: 22px;
  }
  .fab .badge {
    position: absolute;
    inset-block-start: -5px;
    inset-inline-end: -5px;
    display: grid;
    place-items: center;
    min-inline-size: 22px;
    block-size: 22px;
    padding-inline: 6px;
    border-radius: var(--_r-pill);
    background: var(--_fill-danger);
    color: #fff;
    box-shadow: 0 0 0 2.5px var(--_surface);
    font-size: 11.5px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1;
  }
  .lpanel {
    position: fixed;
    inset: auto;
    inset-block-end: calc(var(--earshot-inset, 20px) + 70px);
    inset-inline-end: var(--earshot-inset, 20px);
    inline-size: 380px;
    block-size: min(620px, calc(100dvh - var(--earshot-inset, 20px) * 2 - 70px));
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    border-radius: calc(var(--_r) * 1.6);
    background: var(--_surface);
    color: inherit;
    box-shadow:
      var(--_e3),
      0 0 0 1px var(--_hair);
  }
  .lpanel[open] {
    display: flex;
    flex-direction: column;
  }
  .bar {
    display: flex;
    justify-content: space-between;
    padding-block: calc(var(--_u) * 1.5) 0;
    padding-inline: calc(var(--_u) * 2);
  }
  .ib {
    display: grid;
    place-items: center;
    inline-size: var(--_ctl);
    block-size: var(--_ctl);
    border-radius: var(--_r-m);
    color: var(--_ink-2);
  }
  .ib:hover {
    background: var(--_fill-1);
    color: var(--_ink);
  }
  .thread,
  .home {
    flex: 1;
    min-block-size: 0;
  }
  .home {
    display: grid;
    gap: calc(var(--_u) * 3);
    align-content: start;
    overflow: auto;
    overscroll-behavior: contain;
    padding-block: calc(var(--_u) * 1) calc(var(--_u) * 4);
    padding-inline: calc(var(--_u) * 4);
  }
  .hello {
    font-size: calc(var(--_fs) * 1.6);
    font-weight: 600;
    letter-spacing: -0.02em;
    line-height: 1.15;
    text-wrap: balance;
    outline-offset: 4px;
  }
  .hello:focus {
    outline: 0;
  }
  .ask {
    display: grid;
    gap: calc(var(--_u) * 1);
    font-size: var(--_fs-s);
    color: var(--_ink-2);
  }
  .ask input {
    block-size: var(--_ctl);
    padding-inline: calc(var(--_u) * 3);
    border: 0;
    border-radius: var(--_r-m);
    box-shadow: inset 0 0 0 1px var(--_hair);
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
  }
  .note,
  .cta,
  .row {
    font-size: var(--_fs-s);
  }
  .note {
    color: var(--_ink-2);
  }
  .cta,
  .row {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    inline-size: 100%;
  }
  .cta {
    padding: calc(var(--_u) * 3);
    border-radius: var(--_r-l);
    box-shadow: inset 0 0 0 1px var(--_hair);
  }
  .row {
    padding: calc(var(--_u) * 2);
    border-radius: var(--_r-m);
  }
  .cta:hover,
  .row:hover {
    background: var(--_fill-1);
  }
  .cap-t {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .cap-t b {
    font-size: var(--_fs);
    font-weight: 600;
  }
  .cap-t span {
    color: var(--_ink-2);
  }
  .disc {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 38px;
    block-size: 38px;
    border-radius: var(--_r-pill);
    background: var(--_soft);
    color: var(--_accent-ink);
  }
  .go {
    color: var(--_ink-3);
  }
  .flip:dir(rtl) {
    scale: -1 1;
  }
  .group,
  .count {
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_ink-3);
  }
  .count {
    color: var(--_accent-ink);
  }
  @media (max-width: 479.98px) {
    .lpanel {
      inset: 0;
      inline-size: 100%;
      block-size: 100dvh;
      border-radius: 0;
      padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .fab:hover {
      scale: none;
    }
  }
  @media (forced-colors: active) {
    .fab,
    .lpanel,
    .cta,
    .ib,
    .badge {
      border: 1px solid ButtonBorder;
    }
    .face {
      forced-color-adjust: none;
    }
  }
`;

export const launcherStyles = [richTokens, avatarStyles, own].flat();
