import EventStore

/// A file with a seal.
enum SealFile {
  /// The seal of a file, once its signature was checked.
  ///
  /// - Parameter publicKey: the file of the key; the key of the data folder without it.
  static func checked(_ path: String, publicKey: String?, _ workplace: Workplace) throws -> LogSeal {
    do {
      let seal = try LogSeal(text: try SmallFile.text(path))
      if let publicKey {
        try seal.check(SealPublicKey(pem: try SmallFile.text(publicKey)))
      } else {
        try seal.check(try SealKeyFile.read(workplace.sealKey).publicKey)
      }
      return seal
    } catch let error as SealError {
      throw Failure(
        error == .notSigned ? .damaged : .failed,
        Text(zh: "\(path)：\(error.words.zh)", en: "\(path): \(error.words.en)"))
    }
  }
}
