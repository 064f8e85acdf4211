/** Where a device remembers who is told by push of an app; the value is the user's id. */
export const pushKey = (appId: string): string => `earshot:push:${appId}`;
