// The views of a page, one of which is shown.
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  // the first name stands below the title, not its padding
  root: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
});

interface ViewTabsProps<V extends string> {
  views: readonly V[];
  shown: V;
  nameOf: (view: V) => string;
  onShow: (view: V) => void;
}

export function ViewTabs<V extends string>({ views, shown, nameOf, onShow }: ViewTabsProps<V>) {
  const styles = useStyles();
  const show = (value: unknown) => {
    const view = views.find((one) => one === value);
    if (view !== undefined) onShow(view);
  };
  return (
    <TabList className={styles.root} selectedValue={shown} onTabSelect={(_, { value }) => show(value)}>
      {views.map((view) => (
        <Tab key={view} value={view}>
          {nameOf(view)}
        </Tab>
      ))}
    </TabList>
  );
}
