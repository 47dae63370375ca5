/** The form of a code's id: from the general to the particular. */
export const CODE_ID = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){0,7}$/

export const CODE_ID_FORM =
  'expected lower-case words joined by hyphens, with dots between up to 8 levels, such as web.payment.page-freezes'
