"""An encrypted submission as an archive that its private key opens without any network.

This server has no private keys. What Collect encrypted is given out byte for byte, with the order
that numbers the initialisation vectors (ODK XForms encryption), and how to decrypt it.
"""

import zipfile
from collections.abc import Mapping
from typing import IO

from exports.zip_members import MemberNames
from server.domain.submission_xml import encrypted_files
from server.store.blobs import BlobStore

README = """\
How to decrypt this submission / 如何解密本提交
================================================

You need the private key (RSA) whose public key stands in the form, and nothing else: no network,
no server. 只需与表单公钥配对的 RSA 私钥，无需联网。

manifest.xml            what the phone sent instead of the answers / 手机提交的清单
submission.xml.enc      the answers, encrypted / 加密的答卷
all other *.enc files   photos and other files, encrypted / 加密的照片和其他文件

1. manifest.xml names `base64EncryptedKey` and `instanceID`. Decode the first from Base64 and
   decrypt it with the private key: RSA with OAEP, SHA-256, MGF1 with SHA-256. That is the key of
   32 bytes. 取清单中的 base64EncryptedKey，Base64 解码后用私钥解密
   （RSA-OAEP，SHA-256，MGF1-SHA-256），得到 32 字节密钥。
2. seed = MD5(instanceID as UTF-8, then the key), 16 bytes. 种子 = MD5(instanceID + 密钥)。
3. Go through the files below in their order. For the file of number n (from 0) add 1 to byte
   n mod 16 of the seed (255 becomes 0) and leave it so: the seed is then the initialisation
   vector. 按下列顺序，每个文件先把种子第 n mod 16 个字节加 1（累计），即为该文件的初始向量。
4. Decrypt the file: AES-256, CFB with 128 bits, then take off the padding (PKCS#7).
   解密：AES-256-CFB（128 位），再去掉 PKCS#7 填充。

Number, file, name in this archive / 序号、文件、压缩包内名称:
"""
_MISSING = "has not arrived / 尚未收到"


def write_bundle(
    stream: IO[bytes], xml: bytes, received: Mapping[str, str], blobs: BlobStore
) -> None:
    """Write the archive of one submission, as `add_bundle` adds it."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        add_bundle(archive, "", xml, received, blobs)


def add_bundle(
    archive: zipfile.ZipFile,
    folder: str,
    xml: bytes,
    received: Mapping[str, str],
    blobs: BlobStore,
) -> None:
    """Add to a folder: manifest, every file that came (name -> SHA-256), and how to decrypt.

    Files that the manifest names come in its order; a file that it does not name is left out, as it
    may be a plain one that a crash left on the phone.
    """
    names = MemberNames()
    for reserved in ("README.txt", "manifest.xml"):
        names.add(reserved)
    lines = []
    within = f"{folder}/" if folder else ""
    archive.writestr(f"{within}manifest.xml", xml)
    for number, name in enumerate(encrypted_files(xml)):
        sha256 = received.get(name)
        if sha256 is None or not blobs.is_there(sha256):
            lines.append(f"{number}  {name}  ({_MISSING})")
            continue
        member = names.add(name)
        archive.write(blobs.path(sha256), f"{within}{member}")
        lines.append(f"{number}  {name}  {member}")
    archive.writestr(f"{within}README.txt", README + "\n".join(lines) + "\n")
