import { css } from 'lit';

/** Toned glyphs, and the card about the microphone. */
export const helpStyles = css`
  .glyph.ok {
    background: var(--_positive-soft);
    color: var(--_positive-ink);
  }
  .glyph.warn {
    background: var(--_warning-soft);
    color: var(--_warning-ink);
  }
  .glyph.bad {
    background: var(--_danger-soft);
    color: var(--_danger-ink);
  }
  .help {
    display: grid;
    gap: calc(var(--_u) * 3);
    padding: calc(var(--_u) * 4);
    border-radius: var(--_r-xl);
    background: var(--_surface);
    box-shadow:
      var(--_e1),
      inset 0 0 0 1px var(--_hair);
  }
  .help-h {
    display: flex;
    gap: calc(var(--_u) * 3);
    align-items: center;
  }
  .help b {
    display: block;
    font-weight: 600;
    line-height: 1.25;
  }
  .help p {
    font-size: var(--_fs-s);
    color: var(--_ink-2);
    margin-block-start: 2px;
  }
  .help [dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .steps {
    counter-reset: s;
    display: grid;
    gap: calc(var(--_u) * 1.75);
    font-size: var(--_fs-s);
  }
  .steps li {
    counter-increment: s;
    display: grid;
    grid-template-columns: 20px 1fr;
    gap: calc(var(--_u) * 2);
    line-height: 20px;
  }
  .steps li::before {
    content: counter(s);
    display: grid;
    place-items: center;
    block-size: 20px;
    border-radius: var(--_r-pill);
    background: var(--_fill-1);
    font-size: 11.5px;
    font-weight: 600;
    color: var(--_ink-2);
  }
  .steps .i {
    display: inline-block;
    vertical-align: -3px;
    inline-size: 15px;
    block-size: 15px;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  @media (forced-colors: active) {
    .help {
      border: 1px solid ButtonBorder;
    }
  }
`;
