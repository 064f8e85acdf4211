import type { Report } from '../../../../src/core/protocol/index.ts';
import { RateLimiter } from '../../http/rate-limit.ts';
import type { MethodPorts } from '../../methods.ts';
import type { MethodContext, MethodsOf } from './context.ts';

/** What users report, and what managers decide. Reports cost others time, so that a user has few. */
export function createReportMethods({ clock, settings, links }: MethodPorts) {
  const filed = new RateLimiter(clock, settings.rates.report);

  return ({ db, appId: app, who, user, reach }: MethodContext): MethodsOf<'report'> => {
    // who has blocked the writer still judges what he wrote
    const dress = (report: Report): Report => {
      const file = report.message?.file;
      return file ? { ...report, message: { ...report.message!, file: links.sign(app, file) } } : report;
    };
    return {
      'report.create': async (params) => {
        const by = user();
        filed.take(`${app}\n${by}`, 'report it');
        return { report: dress(await db.run('report.create', { ...params, app, by, reach: reach() })) };
      },
      'report.list': async ({ channel_id, ...find }) => {
        const found = await db.run('report.list', { ...find, app, ...who, channel: channel_id });
        return { ...found, reports: found.reports.map(dress) };
      },
      'report.decide': async (params) => ({ report: dress(await db.run('report.decide', { ...params, app, ...who })) }),
    };
  };
}
