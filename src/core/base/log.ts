/** How loud a log line is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Receives log lines. Lines never carry tokens, message texts or SDP. */
export type Log = (level: LogLevel, area: string, message: string, detail?: unknown) => void;

/** Says nothing. */
export const silentLog: Log = () => {};

/** Writes to the console from `level` up. */
export function consoleLog(level: LogLevel = 'warn'): Log {
  const order: LogLevel[] = ['debug', 'info', 'warn', 'error'];
  return (line, area, message, detail) => {
    if (order.indexOf(line) >= order.indexOf(level)) console[line](`earshot ${area}: ${message}`, ...(detail === undefined ? [] : [detail]));
  };
}
