// Route guard: renders its children for administrators, where `ofAll` says so of all organisations, and redirects other staff to the
// devices.
import { Navigate, Outlet } from 'react-router';
import { useStaff } from './session.ts';

export function RequireAdministrator({ ofAll = false }: { ofAll?: boolean }) {
  const { role, organisationIds } = useStaff();
  const isAllowed = role === 'administrator' && (!ofAll || organisationIds === null);
  return isAllowed ? <Outlet /> : <Navigate to="/devices" replace />;
}
