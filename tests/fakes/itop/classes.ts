// The classes of iTop's data model that a help desk uses, taken from a running iTop 3.2.0.

export interface ClassModel {
  /** labels by code */
  attributes: Record<string, string>;
  mandatory: readonly string[];
  /** classes of external keys, by code */
  keys: Record<string, string>;
  enums: Record<string, readonly string[]>;
  /** maximum number of characters, by code */
  sizes: Record<string, number>;
  /** what a value has to look like, by code */
  formats: Record<string, RegExp>;
  /** codes of attributes that hold HTML */
  html: readonly string[];
  defaults: Record<string, string>;
}

function model(labels: string, more: Partial<ClassModel> = {}): ClassModel {
  const attributes = Object.fromEntries(labels.split(' ').map((code) => [code, labelOf(code)]));
  const none = { mandatory: [], keys: {}, enums: {}, sizes: {}, formats: {}, html: [], defaults: {} };
  return { attributes, ...none, ...more };
}

/** Converts `title` to `Title`, unless its label is another. */
function labelOf(code: string): string {
  const label = { org_id: 'Organization', request_type: 'Request Type' }[code];
  return label ?? code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
}

const TICKET = {
  labels:
    'ref org_id caller_id team_id agent_id title description start_date end_date last_update close_date private_log contacts_list status impact urgency priority origin service_id servicesubcategory_id resolution_code solution pending_reason resolution_date public_log user_satisfaction user_comment',
  more: {
    mandatory: ['org_id', 'caller_id', 'title', 'description'],
    keys: {
      org_id: 'Organization',
      caller_id: 'Person',
      team_id: 'Team',
      agent_id: 'Person',
      service_id: 'Service',
      servicesubcategory_id: 'ServiceSubcategory',
    },
    sizes: {
      title: 255,
      description: 65_535,
      solution: 65_535,
      user_comment: 65_535,
      pending_reason: 65_535,
    },
    html: ['description', 'solution'],
    defaults: {
      status: 'new',
      origin: 'phone',
      impact: '1',
      urgency: '4',
      resolution_code: 'assistance',
      user_satisfaction: '1',
    },
  },
};
const LEVELS = {
  impact: ['1', '2', '3'],
  urgency: ['1', '2', '3', '4'],
  user_satisfaction: ['1', '2', '3', '4'],
  origin: ['mail', 'monitoring', 'phone', 'portal'],
  resolution_code: ['assistance', 'other', 'software patch', 'training'],
};

/** iTop's default for email_validation_pattern. */
const EMAIL = /^[a-zA-Z0-9._&'-]+@[a-zA-Z0-9.-]+\.[a-zA-Z0-9-]{2,}$/;

/** With the ITIL modules it is a service request from the start; without them, whoever assigns it says what it is. */
function userRequest(hasItil: boolean): ClassModel {
  const request_type = hasItil ? ['service_request'] : ['incident', 'service_request'];
  return model(`${TICKET.labels} request_type approver_id`, {
    ...TICKET.more,
    keys: { ...TICKET.more.keys, approver_id: 'Person' },
    enums: { ...LEVELS, request_type },
    defaults: { ...TICKET.more.defaults, ...(hasItil && { request_type: 'service_request' }) },
  });
}

/** With the ITIL modules, Incident is a separate class and a UserRequest is always a service request. */
export function classModels(hasItil: boolean): Record<string, ClassModel> {
  return {
    Organization: model('name code status parent_id', {
      mandatory: ['name'],
      keys: { parent_id: 'Organization' },
      defaults: { status: 'active' },
    }),
    Person: model('name first_name email org_id phone status', {
      mandatory: ['name', 'first_name', 'org_id'],
      keys: { org_id: 'Organization' },
      sizes: { name: 255, first_name: 255, email: 255 },
      formats: { email: EMAIL },
      defaults: { status: 'active' },
    }),
    Team: model('name email org_id', { keys: { org_id: 'Organization' } }),
    lnkPersonToTeam: model('team_id person_id role_id', { keys: { team_id: 'Team', person_id: 'Person' } }),
    ServiceFamily: model('name'),
    Service: model('name org_id servicefamily_id description status', {
      keys: { servicefamily_id: 'ServiceFamily', org_id: 'Organization' },
    }),
    ServiceSubcategory: model('name description service_id request_type status', {
      keys: { service_id: 'Service' },
    }),
    CustomerContract: model('name org_id status', { keys: { org_id: 'Organization' } }),
    lnkCustomerContractToService: model('customercontract_id service_id', {
      keys: { customercontract_id: 'CustomerContract', service_id: 'Service' },
    }),
    Attachment: model(
      'expire temp_id item_class item_id item_org_id contents creation_date user_id contact_id',
      {
        mandatory: [],
        sizes: { temp_id: 255 },
        keys: { user_id: 'User', contact_id: 'Person' },
      },
    ),
    InlineImage: model('expire temp_id item_class item_id item_org_id contents secret'),
    UserRequest: userRequest(hasItil),
    ...(hasItil && { Incident: model(TICKET.labels, { ...TICKET.more, enums: LEVELS }) }),
  };
}
