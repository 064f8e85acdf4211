import type { Params, Report } from '../core/protocol/index.ts';
import type { Session } from './chat-client.ts';
import { asChatError } from './codes.ts';

export type CreateReportParams = Omit<Params<'report.create'>, 'report_category'> & {
  report_category?: Params<'report.create'>['report_category'];
  /** Of the channel that is reported, or in which it was; it is known by its id. */
  channel_type?: 'group' | 'open';
};

/** What users report (GC-102). */
export class ModerationModule {
  readonly #session: () => Session;

  constructor(session: () => Session) {
    this.#session = session;
  }

  /** `report_category` is `general` unless said (A39). */
  async createReport(params: CreateReportParams): Promise<Report> {
    const { channel_type: _, ...report } = params ?? ({} as CreateReportParams);
    try {
      return (await this.#session().client.connection.request('report.create', report)).report;
    } catch (error) {
      throw asChatError(error);
    }
  }
}
