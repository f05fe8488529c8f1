// A Fluent link to another page of the console, followed by client-side navigation.
import { Link } from '@fluentui/react-components';
import type { MouseEvent, ReactNode } from 'react';
import { type To, useHref, useLinkClickHandler } from 'react-router';

interface RouteLinkProps {
  to: To;
  children: ReactNode;
  className?: string | undefined;
}

export function RouteLink({ to, children, className }: RouteLinkProps) {
  const follow = useLinkClickHandler<HTMLAnchorElement>(to);
  return (
    <Link
      href={useHref(to)}
      className={className}
      onClick={(event: MouseEvent<HTMLAnchorElement>) => follow(event)}
    >
      {children}
    </Link>
  );
}
