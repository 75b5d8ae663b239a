"""The rules of 审核报结、化解认定、销号 and 撤销化解, without I/O."""
