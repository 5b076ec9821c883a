package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Suggest;
import bb.importing.darknet.Cfg.Pair;
import bb.importing.read.Refusal;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keys that say how darknet trains a network and what it makes of boxes: nothing computes by them.
 */
final class Keys {
  private static final Set<String> OF_NO_USE =
      Set.of(
          """
          B1 B2 absolute adam adversarial_lr angle aspect assisted_excitation attention
          augment_speed background badlabels_rejection_percentage batch beta1 beta2 beta_nms
          bias_match blur burn_in burnin_update center class_scale classfix clip cls_normalizer
          contrastive contrastive_color contrastive_jit_flip coord_scale counters_per_class cutmix
          decay delta_normalizer dets_for_show dets_for_track dont_update dontsave dropblock
          dropblock_size_abs dropblock_size_rel dynamic_minibatch ema_alpha embedding_layer eps
          equidistant_point exposure flip focal_loss forced gamma gaussian_noise grad_centr hue
          ignore_thresh iou_loss iou_normalizer iou_thresh iou_thresh_kind jitter label_smooth_eps
          learning_rate learning_rate_min letter_box log loss_scale map mask_scale max max_batches
          max_chart_loss max_crop max_delta max_epochs max_ratio maxpool_zero_nonmax min_crop
          min_ratio mixup momentum mosaic mosaic_bound new_coords nms_kind noloss noobj
          noobject_scale notruth num_sigmas_reject_badlabels numload obj_normalizer object_scale
          objectness_smooth onlyforward optimized_memory policy power random ratio rescore resize
          resize_step saturation scale scale_x_y scales seen seq_scales sequential_subdivisions
          sgdr_cycle sgdr_mult show_details show_receptive_field shift sim_thresh smooth softmax
          sqrt step steps stopbackward stream subdivisions thresh time_steps track
          track_ciou_norm track_history_size train_only_bn tree truth truth_thresh try_fix_nan
          type uc_normalizer unsupervised use_cuda_graph wait_stream weights_normalization
          weights_reject_freq workspace_size_limit_MB yolo_point\
          """
              .split("\\s+"));

  /** What some section computes by. */
  private static final Set<String> OF_USE =
      Set.of(
          """
          activation anchors antialiasing batch_normalize bin_output binary cbn channels classes
          coordconv coords crop_height crop_width dilation dontload dontloadscales extra filters
          flatten flipped from group_id groups height inputs layers mask maxpool_depth noadjust num
          output pad padding probability reorg reverse rotate scale_wh share_index side size spatial
          stretch stretch_sway stride stride_x stride_y sway temperature weights_type width xnor\
          """
              .split("\\s+"));

  private Keys() {}

  /** Keys of a section that were not asked for, which have to be of no use, or of others. */
  static Collection<String> left(Options options) {
    Set<String> left = new TreeSet<>();
    for (Pair pair : options.unread()) {
      if (!OF_NO_USE.contains(pair.key()) && !OF_USE.contains(pair.key())) {
        throw unknown(pair, options);
      }
      left.add(pair.key());
    }
    return left;
  }

  private static Refusal unknown(Pair pair, Options options) {
    Set<String> all = new TreeSet<>(OF_USE);
    all.addAll(OF_NO_USE);
    Diagnostic found =
        Diagnostic.at(
            Code.BB0911,
            pair.span(),
            "darknet has no `%s`".formatted(pair.key()),
            "a key of `[%s]`".formatted(options.section().type()));
    return new Refusal(
        Suggest.nearest(pair.key(), all)
            .map(key -> found.help("did you mean `%s`?".formatted(key)))
            .orElse(found.help("remove the line if it is a note")));
  }
}
