"""The demo accounts of a data folder, as the issuer wrote them."""

from standalone.issuer.seed import SeedAccount, read_accounts
from standalone.layout import DataFolder


def accounts_of(folder: DataFolder) -> list[SeedAccount]:
    """All seeded accounts, those to show first."""
    found = read_accounts(folder.accounts_file)
    return sorted(found, key=lambda a: not a.shown)


def account_of(folder: DataFolder, username: str) -> SeedAccount:
    """One seeded account.

    Raises:
        LookupError: there is none of that name.
    """
    for account in read_accounts(folder.accounts_file):
        if account.username == username:
            return account
    raise LookupError(username)
