from intake.matching.persons.clusters import Link, cluster


def never(_a, _b):
    return False


def test_links_join_into_groups():
    links = [Link(1, 2, 0.99), Link(2, 3, 0.98), Link(7, 8, 0.99)]
    assert sorted(map(sorted, cluster(links, never))) == [[1, 2, 3], [7, 8]]


def test_a_record_between_twins_does_not_chain_them():
    twins = {(1, 3), (3, 1)}
    links = [Link(1, 2, 0.999), Link(2, 3, 0.98), Link(3, 4, 0.99)]
    groups = cluster(links, lambda a, b: (a, b) in twins)
    assert sorted(map(sorted, groups)) == [[1, 2], [3, 4]]
