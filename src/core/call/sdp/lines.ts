/** A session description in pieces: what concerns all, then one section a medium (RFC 8866, section 5). Lines without their ends. */
export interface Sections {
  session: string[];
  media: string[][];
}

export function split(sdp: string): Sections {
  const sections: string[][] = [[]];
  for (const line of sdp.split(/\r?\n/)) {
    if (!line) continue;
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  const [session = [], ...media] = sections;
  return { session, media };
}

export const join = ({ session, media }: Sections): string => [...session, ...media.flat()].map((line) => `${line}\r\n`).join('');

/** What follows `a=name:` in the first such line. */
export function attribute(lines: readonly string[], name: string): string | undefined {
  const start = `a=${name}:`;
  return lines.find((line) => line.startsWith(start))?.slice(start.length);
}

/** `audio`, `video`, `application`. */
export const kindOf = (section: readonly string[]): string => /^m=(\S+)/.exec(section[0] ?? '')?.[1] ?? '';
