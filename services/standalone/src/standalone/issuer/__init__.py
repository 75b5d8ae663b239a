"""The development identity issuer: the same claims and login flow as Keycloak, not for production."""
