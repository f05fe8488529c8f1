// The operations of deliveries, by their stored names.
export type Operation =
  | 'create-ticket'
  | 'add-comment'
  | 'add-attachment'
  | 'transition'
  | 'rate'
  | 'add-contact';
