import { EarshotError, type MethodName, type Params, type Result } from '../../../../src/core/protocol/index.ts';

/** A method that this server does not serve yet. */
export const unsupported =
  <M extends MethodName>(method: M) =>
  async (_params: Params<M>): Promise<Result<M>> => {
    throw new EarshotError('request:unsupported', `do ${method}`);
  };
