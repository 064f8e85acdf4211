/** What an id may look like. Apart from the schemas, so that the thread of the database needs no validator. */
export const USER_ID = '^[^\\s/\\u0000-\\u001f]+$';
/** In characters (code points), as JSON Schema counts. */
export const USER_ID_MAX = 80;
