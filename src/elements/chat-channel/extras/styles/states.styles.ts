import { css } from 'lit';

/** What comes after the first paint: banners, locks, rare rows, the way to the newest message. Comes after the first sheets. */
export const stateStyles = css`
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
  .failed .bub {
    background: var(--_danger-soft);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger-ink) 45%, transparent);
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
  .mid {
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
  @container chat (inline-size < 340px) {
    .tag {
      padding-inline: 4px;
    }
    .tag > span {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  .box.dz {
    box-shadow: inset 0 0 0 2px var(--_focus);
    background: var(--_soft);
  }
  .dz #tx::placeholder {
    color: var(--_accent-ink);
    font-weight: 600;
  }
  .cnt {
    align-self: center;
    font-size: var(--_fs-xs);
    font-weight: 600;
    color: var(--_danger-ink);
    font-variant-numeric: tabular-nums;
  }
  .locked {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 2.5);
    padding-inline: calc(var(--_u) * 3.5);
    border-radius: calc(var(--_r) * 1.2);
    background: var(--_fill-1);
    font-size: var(--_fs-s);
    min-block-size: calc(var(--_ctl) + 8px);
  }
  .locked .i {
    color: var(--_ink-2);
  }
  .locked p {
    flex: 1;
    min-inline-size: 0;
  }
  .locked span {
    display: block;
    color: var(--_ink-2);
  }
  .locked.ice {
    background: light-dark(oklch(0.962 0.014 230), oklch(0.275 0.025 235));
  }
  .locked.ice .i {
    color: light-dark(oklch(0.45 0.09 240), oklch(0.84 0.07 225));
  }
  .locked.bad {
    background: var(--_danger-soft);
  }
  .locked.bad .i {
    color: var(--_danger-ink);
  }
`;
