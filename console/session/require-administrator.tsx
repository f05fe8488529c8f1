// Route guard: renders its children for administrators, and redirects other staff to the devices.
import { Navigate, Outlet } from 'react-router';
import { useStaff } from './session.ts';

export function RequireAdministrator() {
  return useStaff().role === 'administrator' ? <Outlet /> : <Navigate to="/devices" replace />;
}
