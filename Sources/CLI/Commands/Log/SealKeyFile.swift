import EventStore
import Foundation

/// The private key of seals in its file: a PEM text that its owner alone may read.
enum SealKeyFile {
  /// The key; refused where others may read it, as it then proves nothing.
  static func read(_ path: String) throws -> SigningKey {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        Text(
          zh: "\(path)：没有这个密钥；请核对文件名，或用 `hotline log key --key \(path)` 新做一个",
          en: "\(path): there is no such key; check the name, or make one with `hotline log key --key \(path)`"))
    }
    let text = try SmallFile.text(path)
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw Failure(
        .notAllowed,
        Text(
          zh: "\(path)：别人也能读这个密钥；运行 `chmod 600 \(path)`，若已有人读过，请另做一个",
          en: "\(path): others may read this key; run `chmod 600 \(path)`, or make another if somebody has read it"))
    }
    do {
      return try SigningKey(pem: text)
    } catch {
      throw Failure(Text(zh: "\(path)：\(error.words.zh)", en: "\(path): \(error.words.en)"))
    }
  }

  /// The key; made where there is none.
  static func readOrMake(_ path: String, _ workplace: Workplace) throws -> SigningKey {
    if !FileManager.default.fileExists(atPath: path) {
      try make(path)
      workplace.console.say(
        Text(
          zh: "\(path)：新做了一个封存用的密钥；另存一份，并把公钥存到别处（hotline log key）",
          en: "\(path): made a key for seals; keep a copy of it, and its public key elsewhere (hotline log key)"))
    }
    return try read(path)
  }

  /// Whoever makes it first has made it; it appears under its name whole or not at all.
  private static func make(_ path: String) throws {
    let key: SigningKey
    do {
      key = try SigningKey(seed: Workplace.randomBytes(32))
    } catch {
      throw Failure(error.words)
    }
    let folder = URL(filePath: path).deletingLastPathComponent()
    if !FileManager.default.fileExists(atPath: folder.path) {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      } catch {
        throw Failure.writing(folder.path, errno)
      }
    }
    let temporary = "\(path).\(getpid()).tmp"
    let number = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw Failure.writing(path, errno) }
    defer { _ = unsafe unlink(temporary) }
    let failed = Descriptor(number: number).write(Array(key.pem.utf8)) ?? (fsync(number) == 0 ? nil : errno)
    close(number)
    if let failed { throw Failure.writing(path, failed) }
    // Not a rename, which would replace the key of another command that was faster.
    guard unsafe link(temporary, path) == 0 || errno == EEXIST else { throw Failure.writing(path, errno) }
  }
}
