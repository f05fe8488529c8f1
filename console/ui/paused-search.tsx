// A search box that searches once typing pauses.
import { makeStyles, SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

const SEARCH_PAUSE_MS = 250;
/** As the server takes it, in characters. */
const LONGEST_SEARCH = 200;

const useStyles = makeStyles({ search: { width: '320px' } });

interface PausedSearchProps {
  label: string;
  search: string;
  onSearch: (search: string) => void;
}

export function PausedSearch({ label, search, onSearch }: PausedSearchProps) {
  const styles = useStyles();
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    if (typed === search) return;
    const timer = setTimeout(() => onSearch(typed), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, search, onSearch]);
  return (
    <SearchBox
      className={styles.search}
      aria-label={label}
      placeholder={label}
      maxLength={LONGEST_SEARCH}
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
    />
  );
}
