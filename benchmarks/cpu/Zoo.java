import java.util.List;

/** What is measured: networks of the zoo, by their files' and their own names. */
enum Zoo {
  RESNET_18("ResNet-18", "resnet", "ResNet18"),
  RESNET_50("ResNet-50", "resnet", "ResNet50"),
  VGG_16("VGG-16", "vgg", "VGG16"),
  MOBILENET_V2("MobileNetV2", "mobilenet_v2", "MobileNetV2"),
  MOBILENET_V3("MobileNetV3-large", "mobilenet_v3", "MobileNetV3Large"),
  EFFICIENTNET_B0("EfficientNet-B0", "efficientnet", "EfficientNetB0"),
  DENSENET_121("DenseNet-121", "densenet", "DenseNet121"),
  GOOGLENET("GoogLeNet", "googlenet", "GoogLeNet"),
  INCEPTION_V3("Inception v3", "inception_v3", "InceptionV3"),
  SHUFFLENET_V2("ShuffleNetV2 ×1.0", "shufflenet_v2", "ShuffleNetV2_x1_0"),
  RESNEXT_50("ResNeXt-50", "resnext", "ResNeXt50_32x4d"),
  GHOSTNET("GhostNet", "ghostnet", "GhostNet"),
  VOVNET_39("VoVNet-39", "vovnet", "VoVNet39"),
  SE_RESNET_50("SE-ResNet-50", "senet", "SEResNet50"),
  UNET("U-Net (128²)", "unet", "UNet128"),
  DDPM("DDPM", "ddpm", "DDPM"),
  VIT_B16("ViT-B/16", "vit", "ViTB16"),
  BERT_BASE("BERT-base (128 tokens)", "bert", "BertBase"),
  GPT_2("GPT-2 (64 tokens)", "gpt2", "GPT2At64");

  /** What people call it. */
  final String title;

  /** Its file in {@code examples/zoo}, without the ending. */
  final String file;

  /** Its name in that file. */
  final String network;

  Zoo(String title, String file, String network) {
    this.title = title;
    this.file = file;
    this.network = network;
  }

  /** The class that {@code bbc compile} makes of it. */
  String className() {
    return "bb.models." + network.toLowerCase(java.util.Locale.ROOT) + "." + network;
  }

  /** All whose names begin so, or are just so if there is such a one. */
  static List<Zoo> named(String name) {
    List<Zoo> all = List.of(values());
    List<Zoo> exact = all.stream().filter(z -> z.network.equalsIgnoreCase(name)).toList();
    return exact.isEmpty()
        ? all.stream()
            .filter(z -> z.network.regionMatches(true, 0, name, 0, name.length()))
            .toList()
        : exact;
  }
}
