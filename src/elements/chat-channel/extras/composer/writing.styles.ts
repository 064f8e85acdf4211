import { css } from 'lit';

/** What the text box shows beyond text and files. */
export const writingStyles = css`
  .ctx {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2.5);
    padding-block: calc(var(--_u) * 2) 0;
    padding-inline: calc(var(--_u) * 3.5) calc(var(--_u) * 1.5);
    font-size: var(--_fs-s);
  }
  .qb {
    --_qc: light-dark(
      oklch(from var(--_accent) 0.44 clamp(0.05, c, 0.11) calc(h + var(--_n, 0) * 57)),
      oklch(from var(--_accent) 0.83 clamp(0.04, c, 0.085) calc(h + var(--_n, 0) * 57))
    );
    display: grid;
    flex: 1;
    min-inline-size: 0;
    padding-block: calc(var(--_u) * 1);
    padding-inline: calc(var(--_u) * 2.25);
    border-inline-start: 2.5px solid var(--_qc);
    border-radius: 5px;
    border-start-start-radius: 2px;
    border-end-start-radius: 2px;
    background: color-mix(in oklab, var(--_qc) 9%, transparent);
    line-height: 1.35;
    color: color-mix(in oklab, var(--_text) 84%, var(--_surface));
  }
  .qb b {
    color: var(--_qc);
    font-weight: 600;
  }
  .qb.ed-q {
    --_qc: var(--_accent-ink);
  }
  @supports not (color: oklch(from red l c h)) {
    .qb {
      --_qc: var(--_accent-ink);
    }
  }
`;
