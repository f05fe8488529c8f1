// What a delivery asks of a backend, by the name that it is stored under.
export type Operation =
  | 'create-ticket'
  | 'add-comment'
  | 'add-attachment'
  | 'transition'
  | 'rate'
  | 'add-contact';
