// The data of the fake Atera: contacts, tickets, comments, and its clock.

export interface FakeContact {
  EndUserID: number;
  CustomerName: string;
  Firstname: string;
  Lastname: string;
  Email: string;
}

/** A comment has no id. */
export interface FakeComment {
  Date: string;
  Comment: string;
  CommentHtml: string | null;
  EndUserID: number;
  TechnicianContactID: number;
  Email: string;
  FirstName: string;
  LastName: string;
  IsInternal: boolean;
}

export interface FakeTicket {
  TicketID: number;
  TicketNumber: string;
  TicketTitle: string;
  TicketType: string;
  TicketImpact: string;
  TicketPriority: string;
  TicketStatus: string;
  EndUserID: number;
  EndUserEmail: string;
  TechnicianContactID: number | null;
  TechnicianFullName: string | null;
  comments: FakeComment[];
  customValues: Record<string, string>;
  /** addresses of its files, those of internal comments among them */
  files: string[];
  /** time of the last change, in milliseconds; `turn` orders changes of the same time */
  modified: number;
  turn: number;
}

export interface FakeAccount {
  contacts: FakeContact[];
  technicians: FakeTechnician[];
  tickets: Map<number, FakeTicket>;
  /** names of the tickets' custom fields */
  customFields: string[];
  /** how far its clock is ahead of ours, in milliseconds */
  skew: number;
  /** ids of tickets at which it fails */
  unsendable: Set<number>;
  now(): Date;
  addContact(email: string, first: string, last: string): FakeContact;
  addTicket(
    fields: Pick<FakeTicket, 'TicketTitle' | 'TicketType' | 'TicketImpact' | 'TicketPriority'>,
    endUser: FakeContact,
    description: string,
  ): FakeTicket;
  addComment(
    ticket: FakeTicket,
    text: string,
    author: FakeContact | FakeTechnician,
    isInternal?: boolean,
  ): void;
  touch(ticket: FakeTicket): void;
}

interface FakeTechnician {
  TechnicianID: number;
  FullName: string;
}

export function createAccount(): FakeAccount {
  let turn = 0;
  const account: FakeAccount = {
    contacts: [],
    technicians: [{ TechnicianID: 31, FullName: 'A technician' }],
    tickets: new Map(),
    customFields: [],
    skew: 0,
    unsendable: new Set(),
    now: () => new Date(Date.now() + account.skew),
    addContact(email, first, last) {
      const contact = {
        EndUserID: 7000 + account.contacts.length,
        CustomerName: 'Contoso',
        Firstname: first,
        Lastname: last,
        Email: email,
      };
      account.contacts.push(contact);
      return contact;
    },
    addTicket(fields, endUser, description) {
      const id = 100_000 + account.tickets.size;
      const ticket: FakeTicket = {
        ...fields,
        TicketID: id,
        TicketNumber: String(id - 99_000),
        TicketStatus: 'Open',
        EndUserID: endUser.EndUserID,
        EndUserEmail: endUser.Email,
        TechnicianContactID: null,
        TechnicianFullName: null,
        comments: [],
        customValues: {},
        files: [],
        modified: 0,
        turn: 0,
      };
      account.tickets.set(id, ticket);
      account.addComment(ticket, description, endUser);
      return ticket;
    },
    addComment(ticket, text, author, isInternal = false) {
      const isTechnician = 'TechnicianID' in author;
      const [first = '', ...rest] = isTechnician
        ? author.FullName.split(' ')
        : [author.Firstname, author.Lastname];
      ticket.comments.push({
        Date: account.now().toISOString().replace(/\.\d+/, ''),
        Comment: text,
        CommentHtml: null,
        EndUserID: isTechnician ? 0 : author.EndUserID,
        TechnicianContactID: isTechnician ? author.TechnicianID : 0,
        Email: isTechnician ? 'technician@contoso.example' : author.Email,
        FirstName: first,
        LastName: rest.join(' '),
        IsInternal: isInternal,
      });
      account.touch(ticket);
    },
    touch(ticket) {
      turn += 1;
      Object.assign(ticket, { modified: account.now().getTime(), turn });
    },
  };
  return account;
}
