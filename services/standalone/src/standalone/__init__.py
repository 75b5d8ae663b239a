"""All of Huajie on one machine: servers from wheels, a development issuer, and a supervisor."""
