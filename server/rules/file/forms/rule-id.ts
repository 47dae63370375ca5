/** The form of a rule's id, which is also the name of its file. */
export const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

export const RULE_ID_FORM = 'expected lower-case words joined by hyphens, such as card-payment'
