import EventStore
import Foundation

/// A file with a seal.
enum SealFile {
  /// The seal of a file, once its signature was checked.
  ///
  /// - Parameter publicKey: the file of the key; the key of the data folder without it.
  static func checked(_ path: String, publicKey: String?, _ workplace: Workplace) throws -> LogSeal {
    do {
      let seal = try LogSeal(text: try SmallFile.text(path))
      if let publicKey {
        try seal.check(try publicKeyFile(publicKey))
      } else {
        guard FileManager.default.fileExists(atPath: workplace.sealKey) else {
          throw Failure(
            Text(
              zh: "\(workplace.sealKey)：本数据目录没有密钥；请用 --public-key 给出核对封存记录的公钥",
              en: """
                \(workplace.sealKey): this data folder has no key; give the public key that checks the seal with \
                --public-key
                """))
        }
        try seal.check(try SealKeyFile.read(workplace.sealKey).publicKey)
      }
      return seal
    } catch let error as SealError {
      throw failure(path, error)
    }
  }

  /// A seal that is no good, and the file that it is in.
  static func failure(_ path: String, _ error: SealError) -> Failure {
    Failure(
      error == .notSigned ? .damaged : .failed,
      Text(zh: "\(path)：\(error.words.zh)", en: "\(path): \(error.words.en)"))
  }

  /// The public key of a file.
  static func publicKeyFile(_ path: String) throws -> SealPublicKey {
    let text = try SmallFile.text(path)
    do {
      return try SealPublicKey(pem: text)
    } catch {
      throw failure(path, error)
    }
  }
}
