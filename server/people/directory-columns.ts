// What the columns of a directory file in CSV are called: by people, by Excel, by exports of Active Directory and Entra ID.
import { fold } from '../../contract/fold.ts';
import type { DirectoryPerson } from '../../contract/people.ts';

/** The first and the last name are two columns of many exports, and make the full name. */
export type Column = keyof DirectoryPerson | 'firstName' | 'lastName';

/** Folded, separated by commas. The same name may mean two things: beside a first name, `nom` is the last name. */
const NAMES: Readonly<Record<Column, string>> = {
  id: "id,objectguid,object guid,objectid,object id,employeeid,employee id,employee number,employeenumber,matricule,numero d'employe",
  email:
    'email,e-mail,mail,email address,e-mail address,address,emailaddress,adresse,adresse e-mail,adresse email,adresse electronique,adresse mail,courriel',
  fullName: "name,full name,fullname,display name,displayname,nom,nom complet,nom d'affichage",
  firstName: 'first name,firstname,given name,givenname,prenom',
  lastName: 'last name,lastname,surname,sn,nom de famille',
  userName:
    "user name,username,user,login,account,samaccountname,sam account name,windows user,utilisateur,nom d'utilisateur,compte,identifiant,utilisateur windows",
  phone: 'phone,telephone,phone number,telephonenumber,numero de telephone,tel',
  site: 'site,building,location,batiment,lieu',
  room: 'room,office,physicaldeliveryofficename,salle,local,bureau',
  manager: 'manager,responsable,superieur',
  standIn: 'stand-in,standin,deputy,suppleant,remplacant',
};

const COLUMNS = new Map(
  Object.entries(NAMES).flatMap(([column, names]) =>
    names.split(',').map((name) => [name, column as Column]),
  ),
);

/** Returns the column of each name, null for one that is not known or that is there twice. */
export function columnsOf(head: readonly string[]): (Column | null)[] {
  const found = head.map((name) => COLUMNS.get(fold(name.trim())) ?? null);
  const hasFirstName = found.includes('firstName');
  const meant = found.map((column, index) =>
    hasFirstName && column === 'fullName' && isPlainName(head[index]) ? 'lastName' : column,
  );
  return meant.map((column, index) => (column !== null && meant.indexOf(column) === index ? column : null));
}

function isPlainName(name = ''): boolean {
  return ['nom', 'name'].includes(fold(name.trim()));
}

/** Returns what is missing among the columns, as part of a sentence, or null. */
export function missingColumn(columns: readonly (Column | null)[]): string | null {
  if (!columns.includes('email')) return 'it has no column for the address, such as email or Adresse';
  const hasName = columns.includes('fullName') || columns.includes('lastName');
  return hasName ? null : 'it has no column for the name, such as name or Nom';
}
