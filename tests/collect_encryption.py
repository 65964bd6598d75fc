"""Encrypts as ODK Collect does when a form is finalised, and decrypts with the private key.

Written from the ODK XForms encryption specification alone.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256

_OAEP = rsa_padding.OAEP(rsa_padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What a phone sends of an encrypted submission: the manifest, and files in their order."""

    manifest: bytes
    files: dict[str, bytes]


def encrypt(
    xml: bytes,
    media: Mapping[str, bytes],
    *,
    key: rsa.RSAPublicKey,
    instance_id: str,
    form_id: str,
    version: str,
) -> Encrypted:
    """Return a submission and its files encrypted: media first, the XML last."""
    symmetric = secrets.token_bytes(32)
    plain = {**media, "submission.xml": xml}
    vectors = _vectors(instance_id, symmetric)
    files = {f"{name}.enc": _encrypted(plain[name], symmetric, next(vectors)) for name in plain}
    named = "".join(f"<media><file>{name}.enc</file></media>" for name in media)
    sealed = base64.b64encode(key.encrypt(symmetric, _OAEP)).decode()
    manifest = (
        f'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="{form_id}" '
        f'version="{version}" encrypted="yes"><base64EncryptedKey>{sealed}</base64EncryptedKey>'
        '<orx:meta xmlns:orx="http://openrosa.org/xforms">'
        f"<orx:instanceID>{instance_id}</orx:instanceID></orx:meta>{named}"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        "<base64EncryptedElementSignature>c2lnbmVk</base64EncryptedElementSignature></data>"
    )
    return Encrypted(manifest.encode(), files)


def decrypt(
    files: Mapping[str, bytes], *, key: rsa.RSAPrivateKey, sealed_key: str, instance_id: str
) -> dict[str, bytes]:
    """Return the plain files by name, from encrypted ones in the order of the manifest."""
    symmetric = key.decrypt(base64.b64decode(sealed_key), _OAEP)
    vectors = _vectors(instance_id, symmetric)
    return {
        name.removesuffix(".enc"): _decrypted(content, symmetric, next(vectors))
        for name, content in files.items()
    }


def _vectors(instance_id: str, symmetric: bytes) -> Iterator[bytes]:
    digest = hashlib.md5(instance_id.encode() + symmetric, usedforsecurity=False)
    seed, number = bytearray(digest.digest()), 0
    while True:
        seed[number % 16] = (seed[number % 16] + 1) % 256
        number += 1
        yield bytes(seed)


def _encrypted(content: bytes, symmetric: bytes, vector: bytes) -> bytes:
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(AES256(symmetric), CFB(vector)).encryptor()
    return encryptor.update(padder.update(content) + padder.finalize()) + encryptor.finalize()


def _decrypted(content: bytes, symmetric: bytes, vector: bytes) -> bytes:
    decryptor = Cipher(AES256(symmetric), CFB(vector)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    plain = decryptor.update(content) + decryptor.finalize()
    return unpadder.update(plain) + unpadder.finalize()
